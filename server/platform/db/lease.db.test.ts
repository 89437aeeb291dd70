import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../testing/database';
import type { Database } from './client';
import { isServed, type Lease, type LeaseTimes, leaseFence, takeLease } from './lease';
import { processStart, thisMachine } from './process-identity';

const QUICK: LeaseTimes = { leaseMs: 600, renewalMs: 150, patienceMs: 1_500, pollMs: 25 };
const ELSEWHERE = JSON.stringify({ host: 'elsewhere', boot: 'another', pidSpace: '' });

describe('the lease to serve', () => {
  let database: Database;
  let taken: Lease[];

  beforeEach(async () => {
    database = await testDatabase();
    taken = [];
  });
  afterEach(async () => {
    for (const lease of taken) await lease.release();
    await database.close();
  });

  async function take(options: { shared?: boolean } = {}): Promise<Lease> {
    const lease = await takeLease(database.url, { ...options, times: QUICK });
    taken.push(lease);
    return lease;
  }

  async function placeRow(row: { host: string; pid: number; pidStart: string; msLeft: number }): Promise<void> {
    await database.pool.query(
      `insert into process_lease (name, holder, host, pid, pid_start, taken_at, expires_at)
       values ('serving', 'other', $1, $2, $3, now(), clock_timestamp() + make_interval(secs => $4))`,
      [row.host, row.pid, row.pidStart, row.msLeft / 1000],
    );
  }

  const fence = async (holder: string, tx: { query: Database['pool']['query'] } = database.pool) => {
    const { sql, params } = leaseFence(holder);
    return (await tx.query(sql, params)).rows.length;
  };

  it('is held by one process at a time, and the next one is told how to run several', async () => {
    await take();
    await expect(take()).rejects.toThrow(/already served by process \d+ on .*REDIS_URL to run several\.$/);
    expect(await isServed(database.url)).toBe(true);
  });

  it('goes to one of two that ask at the same moment', async () => {
    const answers = await Promise.allSettled([take(), take(), take()]);
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1);
  });

  it('is free at once after an orderly end', async () => {
    const first = await take();
    await first.release();
    expect(await isServed(database.url)).toBe(false);
    await take();
  });

  it('is taken at once from a process of this machine that was killed', async () => {
    const child = spawn('sleep', ['60']);
    const pid = child.pid ?? 0;
    const pidStart = processStart(pid) ?? '';
    await placeRow({ host: JSON.stringify(thisMachine()), pid, pidStart, msLeft: 3_600_000 });
    await expect(take()).rejects.toThrow('already served');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await isServed(database.url)).toBe(false);
    await take();
  });

  it('is taken at once when the pid belongs to another program by now', async () => {
    await placeRow({ host: JSON.stringify(thisMachine()), pid: process.pid, pidStart: 'long ago', msLeft: 3_600_000 });
    await take();
  });

  it('is waited for when its holder is on another machine and silent', async () => {
    await placeRow({ host: ELSEWHERE, pid: 1, pidStart: '1', msLeft: 500 });
    const asked = performance.now();
    await take();
    expect(performance.now() - asked).toBeGreaterThan(400);
  });

  it('W4 tells a process that was paused while another took over, and refuses its writes', async () => {
    const lease = await take();
    const lost = new Promise<void>((resolve) => lease.onLost(resolve));
    expect(await fence(lease.holder)).toBe(1);
    await database.pool.query(`update process_lease set holder = 'another'`);
    await lost;
    expect(await fence(lease.holder)).toBe(0);
  });

  it('does not pass to another process before a fenced transaction ends, and renewals do not wait for it', async () => {
    const lease = await take();
    const client = await database.pool.connect();
    const order: string[] = [];
    try {
      await client.query('begin');
      expect(await fence(lease.holder, client)).toBe(1);
      await database.pool.query(`update process_lease set expires_at = now() - interval '1 hour'`);
      const renewed = `select expires_at > now() as yes from process_lease`;
      await expect.poll(async () => (await database.pool.query(renewed)).rows[0].yes, { timeout: 5_000 }).toBe(true);
      await database.pool.query(`update process_lease set host = $1, pid_start = 'dead'`, [
        JSON.stringify(thisMachine()),
      ]);
      const other = take().then(() => order.push('taken'));
      const waits = `select count(*)::int as n from pg_stat_activity
                     where wait_event_type = 'Lock' and query like '%for update' and datname = current_database()`;
      await expect.poll(async () => (await database.pool.query(waits)).rows[0].n, { timeout: 5_000 }).toBe(1);
      order.push('committed');
      await client.query('commit');
      await other;
    } finally {
      client.release();
    }
    expect(order).toEqual(['committed', 'taken']);
    expect(await fence(lease.holder)).toBe(0);
  });

  it('is shared by processes that have REDIS_URL, and only by them', async () => {
    const [one, two] = [await take({ shared: true }), await take({ shared: true })];
    expect([await fence(one.holder), await fence(two.holder)]).toEqual([1, 1]);
    await expect(take()).rejects.toThrow('already served');
    await one.release();
    await two.release();
    await take();
    await expect(take({ shared: true })).rejects.toThrow('give that one REDIS_URL as well');
  });
});
