import type { CollaborationStats, OpenDocuments } from './collab';
import type { Database } from './db/client';
import type { Env } from './env';
import { KenningError } from './errors';
import type { Jobs } from './jobs';
import type { Log } from './log';
import type { Metrics } from './metrics';
import type { FileStore } from './storage';
import type { TaskWorker } from './worker/thread';

/**
 * What the process opened once. Next's bundle and the server do not share modules, so it hangs on `globalThis`;
 * nothing else does.
 */
export type Runtime = {
  env: Env;
  /** Signs session cookies. */
  secret: string;
  database: Database;
  log: Log;
  files: FileStore;
  /** Absent in processes without the queue (the command line, tests). */
  jobs?: Jobs;
  /** Absent outside the server. */
  metrics?: Metrics;
  /** Absent outside the server. */
  worker?: TaskWorker;
  /** Absent in processes without collaboration. */
  collaboration?: {
    stats: () => CollaborationStats;
    /** Who has which of these documents open, by id. */
    whoIsIn: (documentIds: readonly string[]) => Promise<OpenDocuments>;
  };
};

const holder = globalThis as typeof globalThis & { kenningRuntime?: Runtime };

/** Hangs the runtime where both bundles find it. */
export function setRuntime(runtime: Runtime): void {
  holder.kenningRuntime = runtime;
}

/** For what also runs in processes that were started otherwise, as tests are. */
export function startedRuntime(): Runtime | undefined {
  return holder.kenningRuntime;
}

/** @throws Error when the process was not started through server/main.ts */
export function runtime(): Runtime {
  if (!holder.kenningRuntime) throw new Error('The process was not started: server/main.ts sets the runtime.');
  return holder.kenningRuntime;
}

/** The queue of a process that serves. @throws KenningError unavailable/no_job_queue */
export function runtimeJobs(): Jobs {
  const { jobs } = runtime();
  if (jobs === undefined) throw new KenningError('unavailable', 'no_job_queue');
  return jobs;
}
