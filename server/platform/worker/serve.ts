import { parentPort } from 'node:worker_threads';
import { KenningError } from '../errors';
import type { Done, Order, Thrown } from './messages';
import type { Task } from './task';

function thrownBy(error: unknown): Thrown {
  if (error instanceof KenningError) return { code: error.code, reason: error.reason, params: error.params };
  return { fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

function answer({ id, input }: Order, task: Task<never, unknown> | undefined): Done {
  try {
    if (!task) throw new Error('The thread does not know this task.');
    return { id, output: task.run(input as never) };
  } catch (error) {
    return { id, thrown: thrownBy(error) };
  }
}

/** The whole life of a worker thread: does what it is told, one task after the other. */
export function serveTasks(tasks: readonly Task<never, unknown>[]): void {
  const byName = new Map(tasks.map((task) => [task.name, task]));
  parentPort?.on('message', (order: Order) => parentPort?.postMessage(answer(order, byName.get(order.task))));
}
