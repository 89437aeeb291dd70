import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { after as later, SECOND_MS } from '../clock';
import { ACCOUNT_LIMIT, ADDRESS_LIMIT, admitAttempt, delayMs, type ThrottleState } from './throttle.rules';

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
      expect(answer).toEqual({ ok: true, count: attempt });
      state = { count: attempt, lastAt: START };
    }
    expect(admitAttempt(ACCOUNT_LIMIT, state, START)).toEqual({ ok: false, retryAfterMs: 2 * SECOND_MS });
    expect(admitAttempt(ACCOUNT_LIMIT, state, later(START, 2 * SECOND_MS))).toEqual({ ok: true, count: 6 });
  });

  test('attempts that come at once are free, in whatever order they are counted', () => {
    const state = { count: 1, lastAt: later(START, SECOND_MS) };
    expect(admitAttempt(ACCOUNT_LIMIT, state, START)).toEqual({ ok: true, count: 2 });
  });

  test('after a quiet window everything is forgotten', () => {
    const state = { count: 1_000, lastAt: START };
    expect(admitAttempt(ACCOUNT_LIMIT, state, later(START, ACCOUNT_LIMIT.windowMs))).toEqual({ ok: true, count: 1 });
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
          state = { count: answer.count, lastAt: now };
        }
        const growing = Math.ceil(Math.log2(limit.delayMsMax / limit.baseDelayMs)) + 1;
        const steady = (3_600 * SECOND_MS) / limit.delayMsMax;
        expect(admitted).toBeLessThanOrEqual(limit.freeAttempts + growing + steady);
      }),
    );
  });
});
