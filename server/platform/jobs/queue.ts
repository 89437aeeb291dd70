import { randomUUID } from 'node:crypto';
import { fromPrisma, type Db as JobDb, type JobResult, type JobWithMetadata, PgBoss, type SendOptions } from 'pg-boss';
import { ZodError } from 'zod';
import { type Clock, SECOND_MS, systemClock } from '../clock';
import type { Db } from '../db/client';
import { type Log, redact } from '../log';
import type { CarriedJob } from './carry-over';
import { JOB_RETRY_DELAY_SECONDS_MAX, type JobDefinition, type JobWorker } from './define';
import { type DeadJob, type QueueState, readDeadJobs, readLiveKeys, readQueueStates } from './state';

export const JOBS_SCHEMA = 'pgboss';
/** Where a job ends that failed for the last time, until an operator tries it again. */
export const DEAD_QUEUE = 'dead';
export const JOB_CONNECTIONS_MAX = 4;
const BACKSTOP_POLL_SECONDS = 5;
const STOP_TIMEOUT_MS = 10 * SECOND_MS;
const DEAD_KEPT_SECONDS = 30 * 24 * 60 * 60;
const DONE_KEPT_SECONDS = 7 * 24 * 60 * 60;

export type JobSendOptions = {
  /** Of two jobs with one key only the first is taken, while it waits or runs. */
  key?: string;
  /** Decides the job's identity: a second job with this UUID is never taken, also after the first is done. */
  id?: string;
  startAfter?: Date;
  /** The transaction that the job belongs to: it exists when that commits. */
  db?: Db;
};

export type Jobs = {
  /** @returns the job's id, or null when its key or id was there already. @throws ZodError on data that does not fit */
  send<Data extends object>(job: JobDefinition<Data>, data: Data, options?: JobSendOptions): Promise<string | null>;
  /** Sends many at once. Those whose id was there already are left out. */
  sendMany<Data extends object>(
    job: JobDefinition<Data>,
    items: readonly { id: string; data: Data }[],
    options: { db: Db },
  ): Promise<void>;
  /** Sends the job at the times of a cron line, once for all processes. */
  schedule<Data extends object>(job: JobDefinition<Data>, cron: string, data: Data): Promise<void>;
  /** Begins to work, with every given worker. */
  work(workers: readonly JobWorker[]): Promise<void>;
  /** The keys of a queue's jobs that wait, run or will be tried again. */
  liveKeys(job: JobLimits): Promise<Set<string>>;
  states(): Promise<QueueState[]>;
  dead(limit: number): Promise<DeadJob[]>;
  /** Puts every dead job back into the queue it came from, when the transaction commits. @returns how many */
  retryDead(options: { db: Db }): Promise<number>;
  /** Waits for running jobs up to a limit; what was not done is done after the next start. */
  stop(): Promise<void>;
  /** Takes over the jobs of another installation, through `db`. What was due there is due here now. */
  carryIn(jobs: readonly CarriedJob[], options: { db: JobDb; now: Date }): Promise<void>;
};

/** A definition as far as its queue is concerned. */
export type JobLimits = Omit<JobDefinition<object>, 'schema'>;

export type JobsOptions = {
  url: string;
  log: Log;
  /** Every job that this process may send or run; its queues are made here. */
  definitions: readonly JobLimits[];
  /** Retries, expiry and schedules are looked after by processes that work. */
  supervise: boolean;
  clock?: Clock;
  /** How often to look even when nothing called. */
  pollSeconds?: number;
};

/** Opens the queue in its own schema, beside any number of other processes. @throws when the database is not reached */
export async function openJobs(options: JobsOptions): Promise<Jobs> {
  const { url, log, definitions, supervise } = options;
  const boss = new PgBoss({
    connectionString: url,
    schema: JOBS_SCHEMA,
    max: JOB_CONNECTIONS_MAX,
    application_name: 'kenning-jobs',
    useListenNotify: true,
    supervise,
    schedule: supervise,
  });
  boss.on('error', (error) => log.error({ err: error }, 'job queue'));
  boss.on('warning', ({ message }) => log.warn({ warning: message }, 'job queue'));
  await boss.start();
  await boss.createQueue(DEAD_QUEUE, { retentionSeconds: DEAD_KEPT_SECONDS });
  for (const definition of definitions) await makeQueue(boss, definition);

  return {
    send: (job, data, given = {}) => boss.send(job.name, job.schema.parse(data), sendOptions(given)),
    async sendMany(job, items, { db }) {
      const rows = items.map(({ id, data }) => ({ id, singletonKey: id, data: job.schema.parse(data) }));
      await boss.insert(job.name, rows, { db: fromPrisma(db) });
    },
    schedule: (job, cron, data) => boss.schedule(job.name, cron, job.schema.parse(data)),
    async work(workers) {
      for (const worker of workers) await startWorker(boss, worker, options);
    },
    liveKeys: (job) => readLiveKeys(boss.getDb(), job.name),
    states: () => readQueueStates(boss.getDb()),
    dead: (limit) => readDeadJobs(boss.getDb(), limit),
    retryDead: ({ db }) => boss.redrive(DEAD_QUEUE, { db: fromPrisma(db) }),
    stop: () => boss.stop({ graceful: true, timeout: STOP_TIMEOUT_MS }),
    async carryIn(jobs, { db, now }) {
      for (const name of new Set(jobs.map((job) => job.name))) {
        // A queue that this version no longer has: its jobs wait as they would after an update.
        if (!(await boss.getQueue(name))) await boss.createQueue(name, { policy: 'exclusive', deadLetter: DEAD_QUEUE });
        const rows = jobs.filter((job) => job.name === name).map((job) => carriedRow(job, now));
        await boss.insert(name, rows, { db });
      }
    },
  };
}

/** How long a job is kept counts from its start: of an old backup none may be too old already. */
function carriedRow({ id, data, priority, singletonKey, startAfter }: CarriedJob, now: Date) {
  return {
    id,
    data: data as object,
    priority,
    ...(singletonKey === null ? {} : { singletonKey }),
    ...(new Date(startAfter) > now ? { startAfter } : {}),
  };
}

function sendOptions({ key, id, startAfter, db }: JobSendOptions): SendOptions {
  return {
    // An exclusive queue takes one job a key; a job that has none must not wait for its likes.
    singletonKey: key ?? id ?? randomUUID(),
    ...(id === undefined ? {} : { id }),
    ...(startAfter ? { startAfter } : {}),
    ...(db ? { db: fromPrisma(db) } : {}),
  };
}

/** Makes the queue, or brings one that an earlier version made to what the definition says now. */
async function makeQueue(boss: PgBoss, definition: JobLimits): Promise<void> {
  const limits = {
    retryLimit: definition.retryLimit,
    retryDelay: definition.retryDelaySeconds,
    ...(definition.retryDelaySeconds > 0 ? { retryBackoff: true, retryDelayMax: JOB_RETRY_DELAY_SECONDS_MAX } : {}),
    expireInSeconds: definition.expireSeconds,
    deleteAfterSeconds: DONE_KEPT_SECONDS,
    deadLetter: DEAD_QUEUE,
    notify: true,
  };
  // One job a key, waiting or running. A schedule sends without a key: it never overtakes its own last run.
  await boss.createQueue(definition.name, { ...limits, policy: 'exclusive' });
  await boss.updateQueue(definition.name, { ...limits, heartbeatSeconds: definition.heartbeatSeconds });
}

async function startWorker(boss: PgBoss, worker: JobWorker, options: JobsOptions): Promise<void> {
  const { name } = worker.definition;
  const poll = options.pollSeconds ?? BACKSTOP_POLL_SECONDS;
  let workerId = '';
  const workOptions = {
    batchSize: worker.concurrency,
    includeMetadata: true,
    perJobResults: true,
    pollingIntervalSeconds: poll,
    notifyPollingIntervalSeconds: poll,
  } as const;
  workerId = await boss.work(name, workOptions, async (batch: JobWithMetadata<unknown>[]) => {
    const results = await Promise.all(batch.map((job) => runOne(worker, job, options)));
    // A full batch means that more may wait: look again at once instead of after the pause.
    if (batch.length === worker.concurrency && workerId !== '') boss.notifyWorker(workerId);
    return results;
  });
}

/** Never throws: each job of a batch ends by itself, and what is kept of an error carries no secret. */
async function runOne(worker: JobWorker, job: JobWithMetadata<unknown>, options: JobsOptions): Promise<JobResult> {
  const last = job.retryCount >= job.retryLimit;
  const log = options.log.child({ job: job.name, jobId: job.id });
  const now = (options.clock ?? systemClock)();
  try {
    await worker.run(job.data, { jobId: job.id, attempt: job.retryCount, last, signal: job.signal, now, log });
    return { id: job.id, status: 'completed' };
  } catch (error) {
    log.error({ err: error, attempt: job.retryCount, last }, 'job failed');
    const message = redact(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
    // Data that does not fit now will not fit later.
    return { id: job.id, status: error instanceof ZodError ? 'deadletter' : 'failed', output: { message } };
  }
}
