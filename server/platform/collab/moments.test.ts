import { expect, test } from 'vitest';
import { MINUTE_MS } from '../clock';
import { dealt, type Moment, thinned } from './moments.rules';

const START = Date.parse('2026-03-02T09:00:00Z');

/** Moments that begin and end at these minutes. */
const momentsOf = (spans: readonly (readonly [number, number])[], person = 'ana'): Moment[] =>
  spans.map(([from, to], index) => {
    const [startedAt, endedAt] = [from, to].map((minute) => new Date(START + minute * MINUTE_MS)) as [Date, Date];
    const own = { personId: person, firstAt: startedAt, lastAt: endedAt, updates: 2 };
    return {
      firstSeq: BigInt(index * 10),
      lastSeq: BigInt(index * 10 + 9),
      startedAt,
      endedAt,
      contributions: [{ ...own, charsAdded: null, charsRemoved: null }],
    };
  });

test('CO-V51: of too many moments those that are shortest together become one, which keeps the first one’s name', () => {
  const moments = momentsOf([
    [0, 3],
    [5, 5],
    [7, 7],
    [20, 23],
  ]);
  const kept = thinned(moments, 3);
  expect(kept.map(({ firstSeq, lastSeq }) => [firstSeq, lastSeq])).toEqual([
    [0n, 9n],
    [10n, 29n],
    [30n, 39n],
  ]);
  expect(kept[1]?.contributions).toMatchObject([
    { personId: 'ana', updates: 4, lastAt: new Date(START + 7 * MINUTE_MS) },
  ]);
  expect(thinned(moments, 4)).toEqual(moments);
  expect(thinned([], 3)).toEqual([]);
});

test('CO-V51: whoever wrote in either is in what they become, in the order of their first words', () => {
  const [one] = momentsOf([[0, 1]], 'bo');
  const next = momentsOf([
    [0, 0],
    [2, 3],
  ])[1];
  const [both] = thinned([one as Moment, next as Moment], 1);
  expect(both?.contributions.map(({ personId }) => personId)).toEqual(['bo', 'ana']);
  expect(both).toMatchObject({ firstSeq: 0n, lastSeq: 19n, endedAt: new Date(START + 3 * MINUTE_MS) });
});

test('CO-V51: a session that goes on for its longest is thinned over all of its length', () => {
  const many = momentsOf(Array.from({ length: 240 }, (_, minute) => [minute, minute] as const));
  const kept = thinned(many, 60);
  expect(kept).toHaveLength(60);
  const lengths = kept.map(({ startedAt, endedAt }) => (endedAt.getTime() - startedAt.getTime()) / MINUTE_MS);
  expect(Math.max(...lengths)).toBeLessThan(10);
  expect(kept.at(-1)?.lastSeq).toBe(many.at(-1)?.lastSeq);
});

test('CO-V61: what was written is dealt out to its spans in one pass; what lies in none is left out', () => {
  let looks = 0;
  const items = Array.from({ length: 1_000 }, (_, n) => BigInt(n));
  const spans = Array.from({ length: 99 }, (_, n) => ({ firstSeq: BigInt(n * 10 + 5), lastSeq: BigInt(n * 10 + 12) }));
  const hands = dealt(items, spans, (seq) => {
    looks += 1;
    return seq;
  });
  expect(looks).toBe(items.length);
  expect(hands).toEqual(spans.map(({ firstSeq, lastSeq }) => items.filter((seq) => seq >= firstSeq && seq <= lastSeq)));
  expect(dealt(items, [], (seq) => seq)).toEqual([]);
});
