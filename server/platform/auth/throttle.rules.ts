import { MINUTE_MS, SECOND_MS } from '../time.schema';

/** How many attempts are free, and how the wait grows after them. */
export type ThrottleLimit = {
  freeAttempts: number;
  baseDelayMs: number;
  delayMsMax: number;
  /** Without an attempt for so long, everything is forgotten. At least the longest delay. */
  windowMs: number;
};

export const ACCOUNT_LIMIT: ThrottleLimit = {
  freeAttempts: 5,
  baseDelayMs: 2 * SECOND_MS,
  delayMsMax: 5 * MINUTE_MS,
  windowMs: 30 * MINUTE_MS,
};

/** Wider, since a whole office may come from one address, and shorter, since others share the wait. */
export const ADDRESS_LIMIT: ThrottleLimit = {
  freeAttempts: 30,
  baseDelayMs: SECOND_MS,
  delayMsMax: MINUTE_MS,
  windowMs: 15 * MINUTE_MS,
};

const DOUBLINGS_MAX = 20;

export type ThrottleState = { count: number; lastAt: Date };

/** @returns how long after its `count`th failure a key has to wait, in milliseconds */
export function delayMs(limit: ThrottleLimit, count: number): number {
  const beyond = count - limit.freeAttempts;
  if (beyond < 0) return 0;
  return Math.min(limit.delayMsMax, limit.baseDelayMs * 2 ** Math.min(beyond, DOUBLINGS_MAX));
}

export type Admission = { ok: true; count: number } | { ok: false; retryAfterMs: number };

/** PE-T1: an attempt is let through when the wait since the last counted one is over; a refused one is not counted. */
export function admitAttempt(limit: ThrottleLimit, state: ThrottleState | null, now: Date): Admission {
  if (!state || state.count <= 0) return { ok: true, count: 1 };
  // Of requests that come at once the later may be counted first: that is no time before the last attempt.
  const sinceMs = Math.max(0, now.getTime() - state.lastAt.getTime());
  if (sinceMs >= limit.windowMs) return { ok: true, count: 1 };
  const waitMs = delayMs(limit, state.count) - sinceMs;
  return waitMs > 0 ? { ok: false, retryAfterMs: waitMs } : { ok: true, count: state.count + 1 };
}
