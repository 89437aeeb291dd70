import { randomUUID } from 'node:crypto';
import { PgBoss } from 'pg-boss';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { Database } from '../db/client';
import { openLog } from '../log';
import { testDatabase } from '../testing/database';
import { defineJob, type Jobs, type JobWorker, onJob, openJobs } from '.';
import { JOBS_SCHEMA } from './queue';

const WAIT = { timeout: 15_000, interval: 20 };
const log = openLog('silent');
const count = defineJob({
  name: 'test.count',
  schema: z.object({ n: z.number() }),
  retryDelaySeconds: 0,
  retryLimit: 2,
});
const beating = defineJob({ ...count, name: 'test.beating', heartbeatSeconds: 10 });
const tick = defineJob({ name: 'test.tick', schema: z.object({}) });

let database: Database;
const opened: Jobs[] = [];

beforeEach(async () => {
  database = await testDatabase();
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((jobs) => jobs.stop()));
  await database.close();
});

async function open(supervise = true): Promise<Jobs> {
  const jobs = await openJobs({
    url: database.url,
    log,
    definitions: [count, beating, tick],
    supervise,
    pollSeconds: 0.5,
  });
  opened.push(jobs);
  return jobs;
}

/** A worker that keeps what it was given, and fails as often as told. */
function recorder(failures = 0): { seen: number[]; last: boolean[]; worker: JobWorker } {
  const seen: number[] = [];
  const last: boolean[] = [];
  const worker = onJob(count, async ({ n }, run) => {
    seen.push(n);
    last.push(run.last);
    if (seen.length <= failures) throw new Error('not yet, dear ana@tradesense.example');
  });
  return { seen, last, worker };
}

describe('the job queue', () => {
  it('runs what is sent, by a process that only sends, in one that works', async () => {
    const [web, working] = await Promise.all([open(false), open()]);
    const { seen, worker } = recorder();
    await working.work([worker]);
    for (let n = 0; n < 20; n += 1) await web.send(count, { n });
    await vi.waitFor(() => expect(seen).toHaveLength(20), WAIT);
    expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });

  it('shares the work of one queue between processes, each job to one of them', async () => {
    const [one, other] = await Promise.all([open(), open()]);
    const { seen, worker } = recorder();
    await one.work([worker]);
    await other.work([worker]);
    for (let n = 0; n < 30; n += 1) await one.send(count, { n });
    await vi.waitFor(() => expect(seen).toHaveLength(30), WAIT);
    expect(new Set(seen).size).toBe(30);
  });

  it('sends within a transaction: nothing runs when it is rolled back', async () => {
    const jobs = await open();
    const { seen, worker } = recorder();
    await jobs.work([worker]);
    const failing = database.prisma.$transaction(async (db) => {
      await jobs.send(count, { n: 1 }, { db });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await database.prisma.$transaction((db) => jobs.send(count, { n: 2 }, { db }));
    await vi.waitFor(() => expect(seen).toEqual([2]), WAIT);
    expect((await jobs.states()).find(({ name }) => name === count.name)).toMatchObject({ waiting: 0, dead: 0 });
  });

  it('takes one job a key while it waits, and one job an id for good', async () => {
    const jobs = await open();
    expect(await jobs.send(count, { n: 1 }, { key: 'a' })).not.toBeNull();
    expect(await jobs.send(count, { n: 2 }, { key: 'a' })).toBeNull();
    expect(await jobs.send(count, { n: 3 }, { key: 'b' })).not.toBeNull();
    const id = randomUUID();
    expect(await jobs.send(count, { n: 4 }, { id })).toBe(id);
    const { seen, worker } = recorder();
    await jobs.work([worker]);
    await vi.waitFor(() => expect([...seen].sort()).toEqual([1, 3, 4]), WAIT);
    await vi.waitFor(async () => {
      expect((await jobs.states()).find(({ name }) => name === count.name)).toMatchObject({ waiting: 0, running: 0 });
    }, WAIT);
    expect(await jobs.send(count, { n: 5 }, { id })).toBeNull();
    expect(await jobs.send(count, { n: 6 }, { key: 'a' })).not.toBeNull();
  });

  it('tries again, knows its last attempt, keeps the dead without their secrets, and revives them', async () => {
    const jobs = await open();
    const { seen, last, worker } = recorder(3);
    await jobs.work([worker]);
    await jobs.send(count, { n: 7 });
    await vi.waitFor(async () => expect(await jobs.dead(10)).toHaveLength(1), WAIT);
    expect(seen).toEqual([7, 7, 7]);
    expect(last).toEqual([false, false, true]);
    expect(await jobs.dead(10)).toMatchObject([{ source: count.name, message: 'Error: not yet, dear [address]' }]);
    expect((await jobs.states()).find(({ name }) => name === count.name)).toMatchObject({ dead: 1 });
    expect(await jobs.retryDead({ db: database.prisma })).toBe(1);
    await vi.waitFor(() => expect(seen).toEqual([7, 7, 7, 7]), WAIT);
    expect(await jobs.dead(10)).toEqual([]);
  });

  it('refuses data that does not fit, and buries at once what no longer does', async () => {
    const jobs = await open();
    await expect(async () => jobs.send(count, { n: 'x' } as never)).rejects.toThrow();
    const loose = { ...count, schema: z.object({ n: z.string() }) };
    await jobs.send(loose, { n: 'from an older version' });
    const { seen, worker } = recorder();
    await jobs.work([worker]);
    await vi.waitFor(async () => expect(await jobs.dead(10)).toHaveLength(1), WAIT);
    expect(seen).toEqual([]);
  });

  it('knows the keys of what waits and runs; a job whose process was killed is tried again long before it expires', async () => {
    const jobs = await open();
    await jobs.send(beating, { n: 8 }, { key: 'eight' });
    await jobs.send(count, { n: 9 }, { key: 'nine' });
    await database.pool.query(
      `UPDATE pgboss.job SET state = 'active', started_on = now(), heartbeat_on = now() - interval '11 seconds'
       WHERE name = $1`,
      [beating.name],
    );
    expect(await jobs.liveKeys(beating)).toEqual(new Set(['eight']));
    const attempts: number[] = [];
    await jobs.work([onJob(beating, async (_, { attempt }) => void attempts.push(attempt))]);
    const supervisor = new PgBoss({
      connectionString: database.url,
      schema: JOBS_SCHEMA,
      superviseIntervalSeconds: 1,
      monitorIntervalSeconds: 1,
    });
    await supervisor.start();
    await vi.waitFor(() => expect(attempts).toEqual([1]), WAIT).finally(() => supervisor.stop({ graceful: false }));
    await vi.waitFor(async () => expect(await jobs.liveKeys(beating)).toEqual(new Set()), WAIT);
  });

  it('begins later when told so', async () => {
    const jobs = await open();
    const { seen, worker } = recorder();
    await jobs.work([worker]);
    const startAfter = new Date(Date.now() + 1_500);
    await jobs.send(count, { n: 1 }, { startAfter });
    expect((await jobs.states()).find(({ name }) => name === count.name)).toMatchObject({ delayed: 1 });
    await vi.waitFor(() => expect(seen).toEqual([1]), WAIT);
    expect(Date.now()).toBeGreaterThanOrEqual(startAfter.getTime());
  });

  it('keeps a schedule once, however many processes name it', async () => {
    const [one, other] = await Promise.all([open(), open()]);
    await one.schedule(tick, '*/5 * * * *', {});
    await other.schedule(tick, '*/7 * * * *', {});
    const { rows } = await database.pool.query('SELECT name, cron FROM pgboss.schedule');
    expect(rows).toEqual([{ name: tick.name, cron: '*/7 * * * *' }]);
  });
});
