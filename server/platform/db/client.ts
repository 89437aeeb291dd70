import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { Prisma } from '@/prisma/generated/client';
import { PrismaClient } from '@/prisma/generated/client';

/** Prisma, or the transaction a command was called in. */
export type Db = PrismaClient | Prisma.TransactionClient;
export type Tx = Prisma.TransactionClient;

export type Database = {
  prisma: PrismaClient;
  pool: pg.Pool;
  /** One connection, once it is asked for, on which a statement is sent before those before it are answered. */
  pipelined: pg.Pool;
  url: string;
  close: () => Promise<void>;
};

/**
 * How many connections, how long whoever needs one waits for it, and when a database that does not answer a statement
 * counts as gone: later than any statement of ours may take, long before the network would say so.
 */
export type PoolLimits = { connectionsMax: number; connectMs: number; answerMs: number };
export const POOL_LIMITS: PoolLimits = { connectionsMax: 12, connectMs: 15_000, answerMs: 60_000 };
export const TRANSACTION_TIMEOUT_MS = 15_000;
export const TRANSACTION_WAIT_MS = 10_000;

/** Opens Prisma and a plain pool on one database. @param url a PostgreSQL URL; `?host=/folder` names a unix socket */
export function openDatabase(url: string, limits: Partial<PoolLimits> = {}): Database {
  const { connectionsMax, connectMs, answerMs } = { ...POOL_LIMITS, ...limits };
  const settings = {
    connectionString: url,
    connectionTimeoutMillis: connectMs,
    query_timeout: answerMs,
    keepAlive: true,
  };
  const pool = new pg.Pool({ ...settings, max: connectionsMax });
  // Two statements of a transaction are on their way at once, and each is waited for from then on.
  const longer = { query_timeout: 2 * answerMs, idleTimeoutMillis: 0 };
  const pipelined = new pg.Pool({ ...settings, ...longer, max: 1, pipeline: true });
  for (const one of [pool, pipelined]) {
    // A connection that breaks is replaced by the pool, idle or not; a query on it reports its own error.
    one.on('error', () => {});
    one.on('connect', (client) => client.on('error', () => {}));
  }
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { timeout: TRANSACTION_TIMEOUT_MS, maxWait: TRANSACTION_WAIT_MS },
  });
  const close = async () => {
    await prisma.$disconnect();
    for (const one of [pool, pipelined]) if (!one.ended) await one.end();
  };
  return { prisma, pool, pipelined, url, close };
}

/** How many connections there are, and how many wait for one. */
export function connectionsOf({ pool, pipelined }: Pick<Database, 'pool' | 'pipelined'>) {
  return {
    open: pool.totalCount + pipelined.totalCount,
    idle: pool.idleCount + pipelined.idleCount,
    waiting: pool.waitingCount + pipelined.waitingCount,
  };
}

/** Runs `work` in a transaction: a new one, or the one that `db` already is. */
export function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return '$transaction' in db ? db.$transaction(work) : work(db);
}
