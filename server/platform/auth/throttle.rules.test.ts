import { describe, expect, test } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import { after as later, SECOND_MS } from '../clock';
import {
  ACCOUNT_LIMIT,
  ADDRESS_LIMIT,
  admitAttempt,
  countAt,
  delayMs,
  leakMs,
  type Spent,
  type ThrottleLimit,
  type ThrottleState,
  withoutAttempt,
} from './throttle.rules';

const START = new Date('2026-01-05T09:00:00Z');

describe('PE-T1: repeated failures are slowed', () => {
  test('the first attempts are free, then the wait doubles up to a limit', () => {
    const waits = [4, 5, 6, 7, 50].map((count) => delayMs(ACCOUNT_LIMIT, count) / SECOND_MS);
    expect(waits).toEqual([0, 2, 4, 8, 300]);
  });

  test('one failure after another is let through only when its wait is over', () => {
    let state: ThrottleState | null = null;
    for (let attempt = 1; attempt <= ACCOUNT_LIMIT.freeAttempts; attempt++) {
      const answer = admitAttempt(ACCOUNT_LIMIT, state, START);
      expect(answer).toEqual({ ok: true, state: { count: attempt, lastAt: START } });
      state = { count: attempt, lastAt: START };
    }
    expect(admitAttempt(ACCOUNT_LIMIT, state, START)).toEqual({ ok: false, retryAfterMs: 2 * SECOND_MS });
    expect(admitAttempt(ACCOUNT_LIMIT, state, later(START, 2 * SECOND_MS))).toMatchObject({ ok: true });
  });

  test('attempts that come at once are free, in whatever order they are counted', () => {
    const state = { count: 1, lastAt: later(START, SECOND_MS) };
    expect(admitAttempt(ACCOUNT_LIMIT, state, START)).toEqual({ ok: true, state: { ...state, count: 2 } });
  });

  test('after a quiet window everything is forgotten', () => {
    const state = { count: 1_000, lastAt: START };
    const now = later(START, ACCOUNT_LIMIT.windowMs);
    expect(admitAttempt(ACCOUNT_LIMIT, state, now)).toEqual({ ok: true, state: { count: 1, lastAt: now } });
  });

  test.each([ACCOUNT_LIMIT, ADDRESS_LIMIT])('whatever the rhythm, few attempts get through in an hour', (limit) => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 120 * SECOND_MS }), { maxLength: 400 }), (gapsMs) => {
        let state: ThrottleState | null = null;
        let now = START;
        let admitted = 0;
        for (const gap of gapsMs) {
          now = later(now, gap);
          if (now.getTime() - START.getTime() > 3_600 * SECOND_MS) break;
          const answer = admitAttempt(limit, state, now);
          if (!answer.ok) continue;
          admitted += 1;
          state = answer.state;
        }
        const growing = Math.ceil(Math.log2(limit.delayMsMax / limit.baseDelayMs)) + 1;
        const steady = (3_600 * SECOND_MS) / limit.delayMsMax;
        const leaked = (3_600 * SECOND_MS) / leakMs(limit);
        expect(admitted).toBeLessThanOrEqual(limit.freeAttempts + growing + steady + leaked);
      }),
    );
  });
});

/** Attempts one after another, each so long after the one before; those that are refused leave things as they are. */
function attempted(limit: ThrottleLimit, gapsMs: readonly number[]): { state: ThrottleState | null; now: Date } {
  let state: ThrottleState | null = null;
  let now = START;
  for (const gap of gapsMs) {
    now = later(now, gap);
    const answer = admitAttempt(limit, state, now);
    if (answer.ok) state = answer.state;
  }
  return { state, now };
}
const gaps = fc.array(fc.integer({ min: 0, max: 120 * SECOND_MS }), { maxLength: 80 });
const limits = [ACCOUNT_LIMIT, ADDRESS_LIMIT];

describe('PE-T2: the count leaks', () => {
  test('whoever fails now and then is never slowed, though it is never quiet for long', () => {
    for (const limit of limits) {
      let state: ThrottleState | null = null;
      for (let n = 0; n < 1_000; n++) {
        const answer = admitAttempt(limit, state, later(START, n * leakMs(limit)));
        if (!answer.ok) throw new Error(`slowed at attempt ${n}`);
        state = answer.state;
      }
      expect(state?.count).toBeCloseTo(1);
    }
  });

  test.each(limits)('by one attempt in a leak, never below nothing, and never by waiting for an attempt', (limit) => {
    fc.assert(
      fc.property(gaps, fc.nat({ max: limit.windowMs }), fc.nat({ max: limit.windowMs }), (given, one, more) => {
        const { state, now } = attempted(limit, given);
        const [soon, late] = [later(now, one), later(now, one + more)].map((at) => countAt(limit, state, at));
        expect(late).toBeGreaterThanOrEqual(0);
        expect(late).toBeLessThanOrEqual(soon ?? 0);
        const isForgotten = one + more + now.getTime() - (state?.lastAt.getTime() ?? 0) >= limit.windowMs;
        if (!isForgotten) expect((soon ?? 0) - (late ?? 0)).toBeLessThanOrEqual(more / leakMs(limit) + 1e-9);
      }),
    );
  });
});

describe('PE-T3: an attempt that turned out well', () => {
  test.each(limits)('leaves no trace when it is taken back', (limit) => {
    fc.assert(
      fc.property(gaps, fc.nat({ max: limit.windowMs }), (given, waitMs) => {
        const { state: before, now } = attempted(limit, given);
        const answer = admitAttempt(limit, before, later(now, waitMs));
        if (answer.ok) expect(withoutAttempt(answer.state, { before, after: answer.state })).toBe(before);
      }),
    );
  });

  test.each(limits)('takes back itself alone when others failed meanwhile, in whatever order', (limit) => {
    fc.assert(
      fc.property(gaps, gaps, (given, since) => {
        const { state: before, now } = attempted(limit, given);
        const own = admitAttempt(limit, before, later(now, limit.delayMsMax));
        if (!own.ok) throw new Error('the longest wait was over');
        const spent: Spent = { before, after: own.state };
        let state: ThrottleState | null = own.state;
        let others = 0;
        let at = later(now, limit.delayMsMax);
        for (const gap of since) {
          at = later(at, gap);
          const answer = admitAttempt(limit, state, at);
          if (!answer.ok) continue;
          state = answer.state;
          others += 1;
        }
        const left = withoutAttempt(state, spent);
        if (others === 0) {
          expect(left).toBe(before);
        } else {
          expect(left?.lastAt).toEqual(state?.lastAt);
          expect(left?.count).toBeCloseTo(Math.max(0, (state?.count ?? 0) - 1));
        }
      }),
    );
  });
});
