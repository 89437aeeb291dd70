import { describe, expect, test } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import { Ahead, asOneStretch, type KnownStretch } from './ahead';

const LIMITS = { aheadStretchesMax: 100, aheadBytesMax: 1_000 };
const stretch = (previous: number, last: number): KnownStretch => ({
  previousSeq: BigInt(previous),
  lastSeq: BigInt(last),
  count: last - previous,
  change: new Uint8Array([last]),
  authors: [[last, 'ana']],
});

describe('what a room knows of the log beyond its document', () => {
  test('CO-R21 in whatever order stretches come, they are taken in theirs, and none before one that is missing', () => {
    const log = fc
      .uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 12 })
      .map((ends) => ends.sort((one, other) => one - other))
      .chain((ends) => {
        const stretches = ends.map((end, at) => stretch(ends[at - 1] ?? 0, end));
        return fc.record({
          stretches: fc.constant(stretches),
          come: fc.shuffledSubarray(stretches, { minLength: 0 }),
          takes: fc.array(fc.boolean(), { minLength: ends.length, maxLength: ends.length }),
        });
      });
    fc.assert(
      fc.property(log, ({ stretches, come, takes }) => {
        const ahead = new Ahead(LIMITS);
        let seq = 0n;
        const taken: number[] = [];
        const take = () => {
          const next = ahead.take(seq);
          expect(next.seq).toBe(next.count === 0 ? seq : BigInt(next.changes.at(-1)?.[0] ?? -1));
          seq = next.seq;
          taken.push(...next.changes.map(([end = -1]) => end));
        };
        for (const [at, one] of come.entries()) {
          ahead.add(one);
          if (takes[at]) take();
        }
        take();
        const missing = stretches.findIndex((one) => !come.includes(one));
        const whole = missing < 0 ? stretches : stretches.slice(0, missing);
        expect(taken).toEqual(whole.map(({ lastSeq }) => Number(lastSeq)));
      }),
    );
  });

  test('CO-R22 what the document has already is forgotten, and what it has in part is taken', () => {
    const ahead = new Ahead(LIMITS);
    for (const one of [stretch(0, 3), stretch(3, 6), stretch(8, 9)]) ahead.add(one);
    expect(ahead.reach(4n)).toBe(6n);
    expect(ahead.take(4n)).toEqual({
      seq: 6n,
      count: 3,
      changes: [new Uint8Array([6])],
      authors: [[6, 'ana']],
    });
    expect(ahead.take(6n)).toEqual({ seq: 6n, count: 0, changes: [], authors: [] });
    expect(ahead.take(8n).seq).toBe(9n);
  });

  test('CO-R22 what is kept is bounded in number and in bytes; over it all is forgotten', () => {
    const few = new Ahead({ ...LIMITS, aheadStretchesMax: 2 });
    expect([few.add(stretch(1, 2)), few.add(stretch(3, 4)), few.add(stretch(5, 6))]).toEqual([true, true, false]);
    expect(few.reach(1n)).toBe(1n);
    const short = new Ahead({ ...LIMITS, aheadBytesMax: 10 });
    expect(short.add({ ...stretch(1, 2), change: new Uint8Array(11) })).toBe(false);
    expect(short.add({ ...stretch(1, 2), change: new Uint8Array(10) })).toBe(true);
  });

  test('CO-R21 what was committed in parts is one stretch where nobody wrote between them', () => {
    const one = { previousSeq: 1n, lastSeq: 3n, count: 2 };
    expect(asOneStretch([])).toBeNull();
    expect(asOneStretch([one, { previousSeq: 3n, lastSeq: 4n, count: 1 }])).toEqual({ ...one, lastSeq: 4n, count: 3 });
    expect(asOneStretch([one, { previousSeq: 4n, lastSeq: 5n, count: 1 }])).toBeNull();
    expect(one).toEqual({ previousSeq: 1n, lastSeq: 3n, count: 2 });
  });
});
