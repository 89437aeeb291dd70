import { resolve } from 'node:path';
import type { Env } from '@/server/platform/env';
import type { Log } from '@/server/platform/log';
import { openWorkerThreads, type TaskWorker } from '@/server/platform/worker/thread';

const BUILT = 'dist/worker.js';
const SOURCE = 'scripts/lib/worker-from-source.mjs';

/** The threads for what would hold the event loop. */
export function openWorker(env: Pick<Env, 'NODE_ENV'>, log: Log): TaskWorker {
  return openWorkerThreads(resolve(env.NODE_ENV === 'production' ? BUILT : SOURCE), log);
}
