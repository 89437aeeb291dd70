import type { z } from 'zod';
import type { Log } from '../log';

/** What is sent under a name. Senders and workers share it; it says nothing of how the work is done. */
export type JobDefinition<Data extends object> = {
  name: string;
  schema: z.ZodType<Data>;
  retryLimit: number;
  /** Before the first retry; doubles with each further one. */
  retryDelaySeconds: number;
  expireSeconds: number;
  /** A job whose process has not been heard of for so long is tried again; null where expiry comes soon enough. */
  heartbeatSeconds: number | null;
};

/** How a running job sees itself. */
export type JobRun = {
  jobId: string;
  /** 0 for the first attempt. */
  attempt: number;
  /** After this attempt the job is dead: the last chance to say so where people look. */
  last: boolean;
  /** Aborted when the job's time is over or the process stops. */
  signal: AbortSignal;
  now: Date;
  log: Log;
};

/** A definition with the function that does the work. The function may run twice for one job and must not mind. */
export type JobWorker = {
  definition: JobDefinition<object>;
  concurrency: number;
  run: (data: unknown, run: JobRun) => Promise<void>;
};

export const JOB_RETRY_LIMIT = 5;
export const JOB_RETRY_DELAY_SECONDS = 5;
export const JOB_RETRY_DELAY_SECONDS_MAX = 15 * 60;
export const JOB_EXPIRE_SECONDS = 5 * 60;
export const JOB_CONCURRENCY = 4;

/** Names a job. @param definition.schema judges the data when it is sent and again when it is run */
export function defineJob<Data extends object>(
  definition: Pick<JobDefinition<Data>, 'name' | 'schema'> & Partial<JobDefinition<Data>>,
): JobDefinition<Data> {
  return {
    retryLimit: JOB_RETRY_LIMIT,
    retryDelaySeconds: JOB_RETRY_DELAY_SECONDS,
    expireSeconds: JOB_EXPIRE_SECONDS,
    heartbeatSeconds: null,
    ...definition,
  };
}

/** Gives a job its handler. @param options.concurrency how many of it run at once in one process */
export function onJob<Data extends object>(
  definition: JobDefinition<Data>,
  handler: (data: Data, run: JobRun) => Promise<void>,
  { concurrency = JOB_CONCURRENCY }: { concurrency?: number } = {},
): JobWorker {
  return { definition, concurrency, run: (data, run) => handler(definition.schema.parse(data), run) };
}
