import { createHmac } from 'node:crypto';
import { after, SECOND_MS } from '../clock';
import { type Db, inTransaction } from '../db/client';
import { KenningError } from '../errors';
import { ACCOUNT_LIMIT, ADDRESS_LIMIT, admitAttempt, type ThrottleLimit } from './throttle.rules';

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

/**
 * Counts an attempt before it is known whether it fails, so that attempts made at once cannot all slip through.
 * @throws KenningError rate_limited / too_many_attempts with `retryAfterSeconds`; the attempt is then not counted
 */
export async function spendAttempt(ctx: ThrottleContext, key: ThrottleKey): Promise<void> {
  const row = rowKey(ctx.secret, key);
  const answer = await inTransaction(ctx.db, async (tx) => {
    await tx.$executeRaw`
      INSERT INTO rate_limit (key, count, window_end) VALUES (${row}, 0, ${ctx.now}) ON CONFLICT (key) DO NOTHING`;
    const [held] = await tx.$queryRaw<{ count: number; window_end: Date }[]>`
      SELECT count, window_end FROM rate_limit WHERE key = ${row} FOR UPDATE`;
    const state = held ? { count: held.count, lastAt: after(held.window_end, -key.limit.windowMs) } : null;
    const admission = admitAttempt(key.limit, state, ctx.now);
    if (admission.ok) {
      const counted = { count: admission.count, windowEnd: after(ctx.now, key.limit.windowMs) };
      await tx.rateLimit.upsert({ where: { key: row }, create: { key: row, ...counted }, update: counted });
    }
    return admission;
  });
  if (answer.ok) return;
  const retryAfterSeconds = Math.ceil(answer.retryAfterMs / SECOND_MS);
  throw new KenningError('rate_limited', 'too_many_attempts', { retryAfterSeconds });
}

/** Takes back the one attempt that turned out well, and leaves what others failed at. */
export async function refundAttempt(ctx: ThrottleContext, key: ThrottleKey): Promise<void> {
  await ctx.db.rateLimit.updateMany({
    where: { key: rowKey(ctx.secret, key), count: { gt: 0 } },
    data: { count: { decrement: 1 } },
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
