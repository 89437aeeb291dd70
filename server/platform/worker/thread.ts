import { Worker } from 'node:worker_threads';
import { KenningError } from '../errors';
import type { Log } from '../log';
import type { Done, Order, Thrown } from './messages';

/** A task that wants more ends its thread, not the process. */
const MEMORY_MB_MAX = 512;
/** Who comes when so many wait is told to come again. */
const WAITING_MAX = 100;

export type WorkerThread = {
  /** @throws KenningError as the task does, or unavailable when too many wait; Error when the task fails otherwise or the thread ends */
  run: (task: string, input: unknown) => Promise<unknown>;
  close: () => Promise<void>;
};

type Waiting = { resolve: (output: unknown) => void; reject: (error: Error) => void };

function errorFrom(thrown: Thrown): Error {
  return 'fault' in thrown ? new Error(thrown.fault) : new KenningError(thrown.code, thrown.reason, thrown.params);
}

/**
 * A thread for what would hold the event loop, started with its first task and again after it died.
 * @param entry the file it runs, which calls serveTasks
 */
export function openWorkerThread(entry: string, log: Log): WorkerThread {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | null = null;
  let lastId = 0;

  const settle = (done: Done) => {
    const asker = waiting.get(done.id);
    waiting.delete(done.id);
    if ('thrown' in done) asker?.reject(errorFrom(done.thrown));
    else asker?.resolve(done.output);
  };
  const ended = (code: number) => {
    thread = null;
    for (const { reject } of waiting.values()) reject(new Error(`The worker thread ended with ${code}.`));
    waiting.clear();
  };
  const start = () => {
    const started = new Worker(entry, { resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB_MAX } });
    started.on('message', settle);
    started.on('error', (error) => log.error({ err: error }, 'the worker thread failed'));
    started.on('exit', ended);
    return started;
  };
  return {
    run: (task, input) =>
      new Promise((resolve, reject) => {
        if (waiting.size >= WAITING_MAX) throw new KenningError('unavailable', 'busy');
        thread ??= start();
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        thread.postMessage({ id: lastId, task, input } satisfies Order);
      }),
    close: async () => {
      await thread?.terminate();
    },
  };
}
