import { Worker } from 'node:worker_threads';
import { KenningError } from '../errors';
import type { Log } from '../log';
import type { Done, Order, Thrown } from './messages';

/** A task that wants more ends its thread, not the process. */
const MEMORY_MB_MAX = 512;
/** Who comes when so many wait is told to come again. */
const WAITING_MAX = 100;

/** As much of a task as is needed outside the thread. */
type Named = { name: string; deadlineMs: number; isUrgent?: boolean };

export type TaskWorker = {
  /**
   * @throws KenningError as the task does, unavailable/busy when too many wait, unavailable/took_too_long,
   *   too_large/took_too_much when it wants more memory than the thread has; Error when it fails otherwise or the thread
   *   ends
   */
  run: <Output>(task: Named & { run: (input: never) => Output }, input: unknown) => Promise<Output>;
  close: () => Promise<void>;
};

type Asked = { task: Named; input: unknown; resolve: (output: unknown) => void; reject: (error: Error) => void };

function errorFrom(thrown: Thrown): Error {
  return 'fault' in thrown ? new Error(thrown.fault) : new KenningError(thrown.code, thrown.reason, thrown.params);
}

/** One task after the other, each within its deadline. It is started with its first task, and again after it died. */
function openThread(entry: string, log: Log): TaskWorker {
  let waiting: Asked[] = [];
  let running: (Asked & { id: number; timer: NodeJS.Timeout }) | null = null;
  let thread: Worker | null = null;
  let lastId = 0;

  const settle = (how: (asked: Asked) => void) => {
    if (!running) return;
    clearTimeout(running.timer);
    how(running);
    running = null;
    next();
  };
  const done = (message: Done) => {
    if (message.id !== running?.id) return;
    settle(({ resolve, reject }) =>
      'thrown' in message ? reject(errorFrom(message.thrown)) : resolve(message.output),
    );
  };
  const end = async (error: Error) => {
    const ended = thread;
    thread = null;
    settle(({ reject }) => reject(error));
    await ended?.terminate();
  };
  const start = () => {
    const started = new Worker(entry, { resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB_MAX } });
    started.on('message', done);
    started.on('error', (error) => {
      if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY' && thread === started) tooMuch();
      else log.error({ err: error }, 'the worker thread failed');
    });
    started.on('exit', (code) => {
      if (thread === started) void end(new Error(`The worker thread ended with ${code}.`));
    });
    return started;
  };
  const late = ({ name, deadlineMs }: Named) => {
    log.error({ task: name, deadlineMs }, 'a task took too long and was given up');
    void end(new KenningError('unavailable', 'took_too_long'));
  };
  const tooMuch = () => {
    log.error({ task: running?.task.name, memoryMb: MEMORY_MB_MAX }, 'a task took too much memory and was given up');
    void end(new KenningError('too_large', 'took_too_much'));
  };
  function next() {
    const asked = waiting.shift();
    if (!asked) return;
    thread ??= start();
    lastId += 1;
    const { task, input } = asked;
    running = { ...asked, id: lastId, timer: setTimeout(() => late(task), task.deadlineMs) };
    thread.postMessage({ id: lastId, task: task.name, input } satisfies Order);
  }
  return {
    run: <Output>(task: Named, input: unknown) =>
      new Promise<Output>((resolve, reject) => {
        if (waiting.length >= WAITING_MAX) throw new KenningError('unavailable', 'busy');
        waiting.push({ task, input, resolve: (output) => resolve(output as Output), reject });
        if (!running) next();
      }),
    close: async () => {
      const ended = new Error('The worker thread ended.');
      for (const { reject } of waiting) reject(ended);
      waiting = [];
      await end(ended);
    },
  };
}

/**
 * Threads for what would hold the event loop: what is urgent has one of its own, and waits for nothing else.
 * @param entry the file they run, which calls serveTasks
 */
export function openWorkerThreads(entry: string, log: Log): TaskWorker {
  const [urgent, other] = [openThread(entry, log), openThread(entry, log)];
  return {
    run: (task, input) => (task.isUrgent ? urgent : other).run(task, input),
    close: async () => void (await Promise.all([urgent.close(), other.close()])),
  };
}
