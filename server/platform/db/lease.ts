import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { withConnection } from './connection';
import { lifeOf, type Machine, thisProcess } from './process-identity';
import { StartError } from './start-error';

export type Lease = {
  /** Random, one for a start: the key of the fence. */
  holder: string;
  /** Called once when another process has taken the lease: end without writing. */
  onLost: (tell: () => void) => void;
  release: () => Promise<void>;
};

/** How long a lease runs after its last renewal, how often it is renewed, and how long a start waits for it. */
export type LeaseTimes = { leaseMs: number; renewalMs: number; patienceMs: number; pollMs: number };
export const LEASE_TIMES: LeaseTimes = { leaseMs: 15_000, renewalMs: 5_000, patienceMs: 16_500, pollMs: 250 };
const QUERY_TIMEOUT_MS = 4_000;
/** The one holder at a time without REDIS_URL. Those that share have a row each, named for its holder. */
const EXCLUSIVE = 'serving';
const LEASE_LOCK = 7_364_002;

type Row = {
  name: string;
  holder: string;
  host: string;
  pid: number;
  pid_start: string;
  expires_at: Date;
  live: boolean;
};

/**
 * A statement for the transaction of a write: it returns one row while `holder` has the lease and none afterwards,
 * and no other process can take the lease before that transaction ends. Renewals do not wait for it.
 */
export function leaseFence(holder: string): { sql: string; params: [string] } {
  return { sql: 'select 1 from "process_lease" where "holder" = $1 for key share', params: [holder] };
}

/**
 * Takes the right to serve the database. A holder that died on this machine is replaced at once; any other is given
 * the time that its lease runs.
 * @param shared REDIS_URL is set: several may serve, but not beside one that does not share
 * @throws StartError when the holder lives
 */
export async function takeLease(
  url: string,
  options: { shared?: boolean; say?: (line: string) => void; times?: LeaseTimes } = {},
): Promise<Lease> {
  const { shared = false, say = () => {}, times = LEASE_TIMES } = options;
  const pool = new pg.Pool({ connectionString: url, max: 1, query_timeout: QUERY_TIMEOUT_MS });
  pool.on('error', () => {});
  const holder = randomBytes(16).toString('hex');
  const deadline = performance.now() + times.patienceMs;
  const expiries = new Map<string, number>();
  try {
    for (;;) {
      const inTheWay = await tryToTake(pool, holder, shared, times);
      if (!inTheWay) return hold(pool, holder, times);
      if (expiries.size === 0) say('Another process held this database: waiting until it answers or its lease ends.');
      const before = expiries.get(inTheWay.holder);
      const renewed = before !== undefined && before !== inTheWay.expires_at.getTime();
      if (renewed || performance.now() > deadline) throw refusal(inTheWay, shared);
      expiries.set(inTheWay.holder, inTheWay.expires_at.getTime());
      await wait(times.pollMs);
    }
  } catch (error) {
    await pool.end();
    throw error;
  }
}

function refusal(row: Row, shared: boolean): StartError {
  const where = `process ${row.pid} on ${(JSON.parse(row.host) as Machine).host}`;
  return new StartError(
    shared
      ? `This database is already served by ${where}, which does not share it: give that one REDIS_URL as well.`
      : `This database is already served by ${where}: stop it, or give all of them REDIS_URL to run several.`,
  );
}

/** @returns null when the lease is ours, otherwise the row of a holder that may live */
async function tryToTake(pool: pg.Pool, holder: string, shared: boolean, times: LeaseTimes): Promise<Row | null> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [LEASE_LOCK]);
    const { rows } = await client.query<Row>(
      `select *, "expires_at" > clock_timestamp() as live from "process_lease" where not $1 or "name" = $2 for update`,
      [shared, EXCLUSIVE],
    );
    const inTheWay = rows.find((row) => row.live && !diedHere(row));
    if (!inTheWay) {
      const me = thisProcess();
      await client.query('delete from "process_lease" where "name" = any($1)', [rows.map((row) => row.name)]);
      await client.query(
        `insert into "process_lease" ("name", "holder", "host", "pid", "pid_start", "taken_at", "expires_at")
         values ($1, $2, $3, $4, $5, clock_timestamp(), clock_timestamp() + make_interval(secs => $6))`,
        [shared ? holder : EXCLUSIVE, holder, JSON.stringify(me.machine), me.pid, me.start, times.leaseMs / 1000],
      );
    }
    await client.query('commit');
    return inTheWay ?? null;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

function diedHere(row: Row): boolean {
  return lifeOf({ pid: row.pid, start: row.pid_start, machine: JSON.parse(row.host) as Machine }) === 'dead';
}

function hold(pool: pg.Pool, holder: string, times: LeaseTimes): Lease {
  let renewing: Promise<void> = Promise.resolve();
  const listeners: (() => void)[] = [];

  async function renew(): Promise<void> {
    try {
      const { rowCount } = await pool.query(
        `update "process_lease" set "expires_at" = clock_timestamp() + make_interval(secs => $2) where "holder" = $1`,
        [holder, times.leaseMs / 1000],
      );
      if (rowCount === 1) return;
      clearInterval(timer);
      for (const tell of listeners) tell();
    } catch {
      // The database does not answer: nothing can be written either. Once it does, the next renewal tells.
    }
  }
  const timer = setInterval(() => {
    renewing = renew();
  }, times.renewalMs);

  const release = async () => {
    clearInterval(timer);
    await renewing;
    if (pool.ended) return;
    await pool.query('delete from "process_lease" where "holder" = $1', [holder]).catch(() => {});
    await pool.end();
  };
  return { holder, onLost: (tell) => void listeners.push(tell), release };
}

/** @returns whether the database has the table of the lease: without it nobody serves it */
export async function knowsLease(url: string): Promise<boolean> {
  return withConnection(url, async (client) => {
    const { rows } = await client.query(`select to_regclass('process_lease') is not null as there`);
    return rows[0].there;
  });
}

/** @returns whether some process serves this database now */
export async function isServed(url: string): Promise<boolean> {
  if (!(await knowsLease(url))) return false;
  return withConnection(url, async (client) => {
    const { rows } = await client.query<Row>(
      'select *, true as live from "process_lease" where "expires_at" > clock_timestamp()',
    );
    return rows.some((row) => !diedHere(row));
  });
}
