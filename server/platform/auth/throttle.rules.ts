import { MINUTE_MS, SECOND_MS } from '../time.schema';

/** How many attempts are free, how the wait grows after them, and how all is forgotten: one attempt every `leakMs`. */
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

/** `count` is what was not forgotten right after the last attempt: whole attempts and parts of one. */
export type ThrottleState = { count: number; lastAt: Date };

/** One attempt is forgotten in this time, so that what is free is free again after a window. */
export function leakMs(limit: ThrottleLimit): number {
  return limit.windowMs / limit.freeAttempts;
}

/** PE-T2: the count leaks all the time, not only in total quiet. @returns what is left of it now */
export function countAt(limit: ThrottleLimit, state: ThrottleState | null, now: Date): number {
  if (!state) return 0;
  const sinceMs = sinceLast(state, now);
  return sinceMs >= limit.windowMs ? 0 : Math.max(0, state.count - sinceMs / leakMs(limit));
}

/** @returns how long after an attempt that made the count so high a key has to wait, in milliseconds */
export function delayMs(limit: ThrottleLimit, count: number): number {
  const beyond = Math.ceil(count) - limit.freeAttempts;
  if (beyond < 0) return 0;
  return Math.min(limit.delayMsMax, limit.baseDelayMs * 2 ** Math.min(beyond, DOUBLINGS_MAX));
}

export type Admission = { ok: true; state: ThrottleState } | { ok: false; retryAfterMs: number };

/** PE-T1: an attempt is let through when the wait since the last counted one is over; a refused one is not counted. */
export function admitAttempt(limit: ThrottleLimit, state: ThrottleState | null, now: Date): Admission {
  const left = countAt(limit, state, now);
  const waitMs = state && left > 0 ? delayMs(limit, state.count) - sinceLast(state, now) : 0;
  if (waitMs > 0) return { ok: false, retryAfterMs: waitMs };
  const lastAt = state && state.lastAt > now ? state.lastAt : now;
  return { ok: true, state: { count: left + 1, lastAt } };
}

/** What an attempt made of a state. */
export type Spent = { before: ThrottleState | null; after: ThrottleState };

/** PE-T3: the state as if the attempt had not been. What others tried since stays counted, and is waited for. */
export function withoutAttempt(state: ThrottleState | null, { before, after }: Spent): ThrottleState | null {
  if (!state) return null;
  const isLast = state.count === after.count && state.lastAt.getTime() === after.lastAt.getTime();
  return isLast ? before : { ...state, count: Math.max(0, state.count - 1) };
}

/** Of attempts that come at once the later may be counted first: that is no time before the last one. */
function sinceLast(state: ThrottleState, now: Date): number {
  return Math.max(0, now.getTime() - state.lastAt.getTime());
}
