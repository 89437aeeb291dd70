import { startedRuntime } from '../runtime';

/** Work that would hold the event loop. Input and output are plain data; it touches neither database nor files. */
export type Task<Input, Output> = { name: string; run: (input: Input) => Output };

/**
 * Does a task in the process's worker thread, or at once in processes that serve nobody (the command line, tests).
 * @throws KenningError as the task does; Error when the thread ends meanwhile
 */
export async function runBeside<Input, Output>(task: Task<Input, Output>, input: Input): Promise<Output> {
  const worker = startedRuntime()?.worker;
  return worker ? ((await worker.run(task.name, input)) as Output) : task.run(input);
}
