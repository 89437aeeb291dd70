import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import type { Database } from '../db/client';
import { type Jobs, openJobs } from '../jobs';
import { openLog } from '../log';
import { testDatabase } from '../testing/database';
import {
  type Dispatcher,
  defineReaction,
  type EventFeed,
  eventLag,
  type FeedEvent,
  openDispatcher,
  openEventFeed,
  openSignals,
  type Reaction,
  reactionJob,
  reactionWorker,
  recordEvent,
  type Signals,
} from '.';
import { isHeldBack } from './dispatch';
import { FEED_EVENTS_MAX } from './feed';

const WAIT = { timeout: 15_000, interval: 20 };
const log = openLog('silent');
const now = new Date('2026-03-02T09:00:00Z');

let database: Database;
let closers: (() => Promise<void> | void)[];

beforeEach(async () => {
  database = await testDatabase();
  closers = [];
});

afterEach(async () => {
  for (const close of closers.reverse()) await close();
  await database.close();
});

const record = (subject: string, type: `test.thing.${string}` = 'test.thing.made') =>
  database.prisma.$transaction((tx) => recordEvent(tx, { actor: null, now }, { type, subject }));

async function signals(): Promise<Signals> {
  const opened = await openSignals({ url: database.url, log });
  closers.push(() => opened.close());
  return opened;
}

async function openQueue(reactions: readonly Reaction[]): Promise<Jobs> {
  const definitions = reactions.map((reaction) => ({ ...reactionJob(reaction), retryDelaySeconds: 0 }));
  const jobs = await openJobs({ url: database.url, log, definitions, supervise: true, pollSeconds: 0.5 });
  closers.push(() => jobs.stop());
  return jobs;
}

async function dispatcher(jobs: Jobs, reactions: readonly Reaction[]): Promise<Dispatcher> {
  const opened = await openDispatcher({ prisma: database.prisma, jobs, signals: await signals(), reactions, log });
  closers.push(() => opened.stop());
  return opened;
}

/** A reaction that keeps the subjects it saw. */
function recorder(name: string, types: string[] = ['test.thing.*'], failures = 0) {
  const seen: string[] = [];
  let failed = 0;
  const reaction = defineReaction({
    name,
    types,
    handle: async ({ event }) => {
      if (failed < failures) {
        failed += 1;
        throw new Error('not yet');
      }
      seen.push(event.subject);
    },
  });
  return { seen, reaction };
}

/** A transaction held open by hand, with an event in it. */
async function openTransaction(subject: string): Promise<{ commit: () => Promise<void> }> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query('BEGIN');
  await client.query(`INSERT INTO event (source, type, subject, at) VALUES ('test', 'test.thing.made', $1, now())`, [
    subject,
  ]);
  return {
    commit: async () => {
      await client.query('COMMIT');
      await client.end();
    },
  };
}

describe('the outbox', () => {
  it('hands each event to each reaction that asked for its type, and to no other', async () => {
    const all = recorder('test.all');
    const made = recorder('test.made', ['test.thing.made']);
    const none = recorder('test.none', ['test.thin.*', 'other.thing.made']);
    const reactions = [all.reaction, made.reaction, none.reaction];
    const jobs = await openQueue(reactions);
    await jobs.work(reactions.map((reaction) => reactionWorker(reaction, database.prisma)));
    await dispatcher(jobs, reactions);
    await record('a');
    await record('b', 'test.thing.renamed');
    await vi.waitFor(() => expect([...all.seen].sort()).toEqual(['a', 'b']), WAIT);
    await vi.waitFor(() => expect(made.seen).toEqual(['a']), WAIT);
    expect(none.seen).toEqual([]);
  });

  it('steps over nothing: an event whose transaction began first and commits last still arrives', async () => {
    const { seen, reaction } = recorder('test.late');
    const jobs = await openQueue([reaction]);
    await jobs.work([reactionWorker(reaction, database.prisma)]);
    const opened = await dispatcher(jobs, [reaction]);
    const early = await openTransaction('began first');
    await record('committed first');
    await opened.dispatch();
    expect((await eventLag(database.prisma, now)).waiting).toBe(1);
    await early.commit();
    await vi.waitFor(() => expect([...seen].sort()).toEqual(['began first', 'committed first']), WAIT);
    expect(await eventLag(database.prisma, now)).toEqual({ waiting: 0, oldestMs: null });
  });

  it('loses and doubles nothing when it breaks off between sending and moving on', async () => {
    const { seen, reaction } = recorder('test.crash');
    const jobs = await openQueue([reaction]);
    let crashes = 3;
    const fragile: Jobs = {
      ...jobs,
      async sendMany(job, items, options) {
        await jobs.sendMany(job, items, options);
        crashes -= 1;
        if (crashes >= 0) throw new Error('crashed after sending');
      },
    };
    for (let n = 0; n < 40; n += 1) await record(`s${n}`);
    const opened = await dispatcher(fragile, [reaction]);
    await vi.waitFor(async () => expect((await eventLag(database.prisma, now)).waiting).toBe(0), WAIT);
    await jobs.work([reactionWorker(reaction, database.prisma)]);
    await vi.waitFor(() => expect(seen.length).toBeGreaterThanOrEqual(40), WAIT);
    expect(await opened.dispatch()).toBe(0);
    const states = await jobs.states();
    expect(states[0]).toMatchObject({ waiting: 0, delayed: 0 });
    expect([...seen].sort()).toEqual(Array.from({ length: 40 }, (_, n) => `s${n}`).sort());
  });

  it('is followed by several processes at once, each event handed over once', async () => {
    const { seen, reaction } = recorder('test.many');
    const jobs = await openQueue([reaction]);
    await jobs.work([reactionWorker(reaction, database.prisma)]);
    await Promise.all([1, 2, 3].map(() => dispatcher(jobs, [reaction])));
    await Promise.all(Array.from({ length: 60 }, (_, n) => record(`s${n}`)));
    await vi.waitFor(() => expect(seen).toHaveLength(60), WAIT);
    const { rows } = await database.pool.query(
      `SELECT count(*)::int AS n FROM pgboss.job WHERE name = 'reaction.test.many'`,
    );
    expect(rows).toEqual([{ n: 60 }]);
  });

  it('tries a reaction again until it holds', async () => {
    const { seen, reaction } = recorder('test.again', ['test.thing.*'], 2);
    const jobs = await openQueue([reaction]);
    await jobs.work([reactionWorker(reaction, database.prisma)]);
    await dispatcher(jobs, [reaction]);
    await record('a');
    await vi.waitFor(() => expect(seen).toEqual(['a']), WAIT);
  });
});

test('a connection that hears of several channels is asked one thing at a time', async () => {
  const warnings: string[] = [];
  const warned = ({ message }: Error) => warnings.push(message);
  process.on('warning', warned);
  closers.push(() => void process.off('warning', warned));
  const heard = await signals();
  const told: string[] = [];
  for (const channel of ['one', 'two', 'three', 'one'])
    heard.on(channel, (payload) => told.push(`${channel} ${payload}`));
  const connected = ['one null', 'one null', 'three null', 'two null'];
  await vi.waitFor(() => expect([...told].sort()).toEqual(connected), WAIT);
  await database.pool.query(`NOTIFY three, 'news'`);
  await vi.waitFor(() => expect(told.at(-1)).toBe('three news'), WAIT);
  expect(warnings).toEqual([]);
});

test('how far the outbox is behind is known without reading what was handed over long ago', async () => {
  for (let n = 0; n < 40; n += 1) {
    await database.pool.query(
      `INSERT INTO event (source, type, subject, at)
       SELECT 'test', 'test.thing.made', 'old', now() FROM generate_series(1, 100)`,
    );
  }
  await database.pool.query(
    `INSERT INTO event_cursor (name, xid, event_id) SELECT 'outbox', xid, id FROM event ORDER BY xid DESC, id DESC LIMIT 1`,
  );
  await record('a');
  await database.pool.query('ANALYZE event');
  await database.prisma.$transaction(async (tx) => {
    expect((await eventLag(tx, now)).waiting).toBe(1);
    expect(await isHeldBack(tx)).toBe(true);
    const [read] = await tx.$queryRaw<{ rows: number }[]>`
      SELECT seq_tup_read::int + idx_tup_fetch::int AS rows FROM pg_stat_xact_user_tables WHERE relname = 'event'`;
    expect(read?.rows).toBeLessThan(10);
  });
});

describe('the live feed', () => {
  async function feed(pool = database.pool): Promise<EventFeed> {
    const opened = openEventFeed({ pool, signals: await signals(), log });
    closers.push(() => opened.close());
    return opened;
  }

  function ear(opened: EventFeed, types: string[]) {
    const heard: (string | 'all')[] = [];
    opened.on(types, (news) => {
      heard.push(...(news === 'all' ? ['all'] : news.map(({ subject }: FeedEvent) => subject)));
    });
    return heard;
  }

  it('tells at once, once, and does not wait for an older transaction', async () => {
    const opened = await feed();
    const heard = ear(opened, ['test.thing.made']);
    await vi.waitFor(() => expect(heard).toEqual(['all']), WAIT);
    const early = await openTransaction('late');
    await record('a');
    await record('no', 'test.thing.renamed');
    await vi.waitFor(() => expect(heard).toEqual(['all', 'a']), WAIT);
    await early.commit();
    await vi.waitFor(() => expect(heard).toEqual(['all', 'a', 'late']), WAIT);
    await record('b');
    await vi.waitFor(() => expect(heard).toEqual(['all', 'a', 'late', 'b']), WAIT);
  });

  it('reads everything once, however long an older transaction takes, and then what that one wrote', async () => {
    const read: string[] = [];
    const pool = Object.create(database.pool, {
      query: {
        value: async (text: string, values: unknown[]) => {
          const answer = await database.pool.query<{ subject: string | null }>(text, values);
          read.push(...answer.rows.flatMap(({ subject }) => subject ?? []));
          return answer;
        },
      },
    });
    const heard = ear(await feed(pool), ['test.thing.made']);
    await vi.waitFor(() => expect(heard).toEqual(['all']), WAIT);
    const early = await openTransaction('late');
    const subjects = Array.from({ length: 10 }, (_, at) => `one ${at}`);
    for (const subject of subjects) {
      await record(subject);
      await vi.waitFor(() => expect(heard.at(-1)).toBe(subject), WAIT);
    }
    await early.commit();
    await vi.waitFor(() => expect(heard).toEqual(['all', ...subjects, 'late']), WAIT);
    expect(read).toEqual([...subjects, 'late']);
  });

  it('has everything judged again rather than told one by one, when very much was written at once', async () => {
    const heard = ear(await feed(), ['test.thing.made']);
    await vi.waitFor(() => expect(heard).toEqual(['all']), WAIT);
    await database.pool.query(
      `INSERT INTO event (source, type, subject, at)
       SELECT 'test', 'test.thing.made', 'much', now() FROM generate_series(0, $1::int)`,
      [FEED_EVENTS_MAX],
    );
    await vi.waitFor(() => expect(heard).toEqual(['all', 'all']), WAIT);
    await record('a');
    await vi.waitFor(() => expect(heard).toEqual(['all', 'all', 'a']), WAIT);
  });

  it('has everything judged again after its connection broke', async () => {
    const opened = await feed();
    const heard = ear(opened, ['test.thing.made']);
    await vi.waitFor(() => expect(heard).toEqual(['all']), WAIT);
    await database.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'kenning-signals' AND datname = current_database()`,
    );
    await vi.waitFor(() => expect(heard.filter((one) => one === 'all').length).toBeGreaterThan(1), WAIT);
    await record('a');
    await vi.waitFor(() => expect(heard.at(-1)).toBe('a'), WAIT);
  });
});
