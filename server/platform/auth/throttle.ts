import { createHmac } from 'node:crypto';
import { after, SECOND_MS } from '../clock';
import { type Db, inTransaction, type Tx } from '../db/client';
import { KenningError } from '../errors';
import {
  ACCOUNT_LIMIT,
  ADDRESS_LIMIT,
  admitAttempt,
  type Spent,
  type ThrottleLimit,
  type ThrottleState,
  withoutAttempt,
} from './throttle.rules';

export type ThrottleKey = { purpose: string; value: string; limit: ThrottleLimit };
export type ThrottleContext = { db: Db; now: Date; secret: string };

/** Counts attempts at one account, from wherever they come. */
export function accountKey(purpose: string, account: string): ThrottleKey {
  return { purpose: `${purpose}.account`, value: account, limit: ACCOUNT_LIMIT };
}

/** Counts attempts from one address, at whatever account. */
export function addressKey(purpose: string, address: string): ThrottleKey {
  return { purpose: `${purpose}.address`, value: address, limit: ADDRESS_LIMIT };
}

/** Keyed with the installation's secret: people type passwords into the wrong field, and addresses can be guessed. */
function rowKey(secret: string, key: ThrottleKey): string {
  return `${key.purpose}:${createHmac('sha256', secret).update(key.value).digest('hex')}`;
}

/** The table counts in thousandths, since parts of an attempt are forgotten too. */
const PARTS = 1_000;

async function holdState(tx: Tx, row: string, limit: ThrottleLimit): Promise<ThrottleState | null> {
  const [held] = await tx.$queryRaw<{ count: number; window_end: Date }[]>`
    SELECT count, window_end FROM rate_limit WHERE key = ${row} FOR UPDATE`;
  if (!held || held.count === 0) return null;
  return { count: held.count / PARTS, lastAt: after(held.window_end, -limit.windowMs) };
}

async function writeState(tx: Tx, row: string, limit: ThrottleLimit, state: ThrottleState | null): Promise<void> {
  const data = state && { count: Math.round(state.count * PARTS), windowEnd: after(state.lastAt, limit.windowMs) };
  if (data === null || data.count === 0) await tx.rateLimit.deleteMany({ where: { key: row } });
  else await tx.rateLimit.upsert({ where: { key: row }, create: { key: row, ...data }, update: data });
}

/** An attempt that was counted, and how it can be taken back. */
export type SpentAttempt = { key: ThrottleKey; spent: Spent };

async function spendOne(tx: Tx, ctx: ThrottleContext, key: ThrottleKey): Promise<SpentAttempt> {
  const row = rowKey(ctx.secret, key);
  await tx.$executeRaw`
    INSERT INTO rate_limit (key, count, window_end) VALUES (${row}, 0, ${ctx.now}) ON CONFLICT (key) DO NOTHING`;
  const before = await holdState(tx, row, key.limit);
  const admission = admitAttempt(key.limit, before, ctx.now);
  if (!admission.ok) {
    const retryAfterSeconds = Math.ceil(admission.retryAfterMs / SECOND_MS);
    throw new KenningError('rate_limited', 'too_many_attempts', { retryAfterSeconds });
  }
  const counted = { ...admission.state, count: Math.round(admission.state.count * PARTS) / PARTS };
  await writeState(tx, row, key.limit, counted);
  return { key, spent: { before, after: counted } };
}

/**
 * Counts an attempt before it is known whether it fails, so that attempts made at once cannot all slip through. Under
 * several keys it is counted under all or under none: one that is slowed already costs the others nothing (PE-T4).
 * @param keys in one order wherever the same are used together: the address before the account
 * @throws KenningError rate_limited / too_many_attempts with `retryAfterSeconds`; the attempt is then not counted
 */
export function spendAttempt(ctx: ThrottleContext, ...keys: ThrottleKey[]): Promise<SpentAttempt[]> {
  return inTransaction(ctx.db, async (tx) => {
    const spent: SpentAttempt[] = [];
    for (const key of keys) spent.push(await spendOne(tx, ctx, key));
    return spent;
  });
}

/** Takes back an attempt that turned out well, as if it had not been, and leaves what others failed at (PE-T3). */
export async function refundAttempt(ctx: ThrottleContext, attempts: readonly SpentAttempt[]): Promise<void> {
  await inTransaction(ctx.db, async (tx) => {
    for (const { key, spent } of attempts) {
      const row = rowKey(ctx.secret, key);
      await writeState(tx, row, key.limit, withoutAttempt(await holdState(tx, row, key.limit), spent));
    }
  });
}

/** Forgets every attempt counted under the key. */
export async function clearAttempts(ctx: ThrottleContext, key: ThrottleKey): Promise<void> {
  await ctx.db.rateLimit.deleteMany({ where: { key: rowKey(ctx.secret, key) } });
}

/** Removes counters whose window is over. @returns how many */
export async function forgetOldAttempts(db: Db, now: Date): Promise<number> {
  const { count } = await db.rateLimit.deleteMany({ where: { windowEnd: { lt: now } } });
  return count;
}
