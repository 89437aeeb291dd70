import { startedRuntime } from '../runtime';

/** Work that would hold the event loop. Input and output are plain data; it touches neither database nor files. */
export type Task<Input, Output> = {
  name: string;
  run: (input: Input) => Output;
  /** Whether it takes less than the way to a thread and back. */
  isShort: (input: Input) => boolean;
  /** What takes longer is given up, so that it holds nobody else. */
  deadlineMs: number;
  /** Somebody writes and waits for it: it waits for nothing that is not so. */
  isUrgent?: boolean;
};

/**
 * Does a task in a worker thread of the process; at once when it is short, and in processes that serve nobody (the command
 * line, tests).
 * @throws KenningError as the task does, unavailable/took_too_long, too_large/took_too_much; Error when the thread ends
 *   meanwhile
 */
export async function runBeside<Input, Output>(task: Task<Input, Output>, input: Input): Promise<Output> {
  const worker = startedRuntime()?.worker;
  return worker && !task.isShort(input) ? worker.run(task, input) : task.run(input);
}
