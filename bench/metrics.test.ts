import { describe, expect, test } from 'vitest';
import { mean, ndcg, recall, reciprocalRank } from './metrics';

const graded = (grades: Record<string, number>) => new Map(Object.entries(grades));

describe('BE-M1: nDCG', () => {
  const six = graded({ a: 3, b: 2, c: 3, d: 0, e: 1, f: 2 });
  const found = ['a', 'b', 'c', 'd', 'e', 'f'];

  test('BE-M1: gains 3, 2, 3, 0, 1, 2 are 6.861 of 7.141', () => {
    expect(ndcg(found, six, 6)).toBeCloseTo(6.861 / 7.141, 3);
    expect(ndcg(found, six, 6)).toBeCloseTo(0.961, 3);
  });

  test('BE-M1: what was judged and not found is in the best order: 6.861 of 8.740', () => {
    const eight = new Map([...six, ['g', 3], ['h', 2]]);
    expect(ndcg(found, eight, 6)).toBeCloseTo(0.785, 3);
    expect(ndcg([], eight, 6)).toBe(0);
  });

  test('BE-M1: gain is linear, both orders end at the depth, and what nobody judged is not relevant', () => {
    expect(ndcg(['low', 'high'], graded({ low: 1, high: 3 }), 10)).toBeCloseTo(2.8928 / 3.6309, 4);
    expect(ndcg(['none', 'x'], graded({ x: 1, y: 1 }), 1)).toBe(0);
    expect(ndcg(['x', 'none'], graded({ x: 1, y: 1 }), 1)).toBe(1);
    expect(ndcg(['x'], graded({ x: 0 }), 10)).toBeNull();
  });
});

describe('BE-M2: reciprocal rank', () => {
  test('BE-M2: first hits at 3, 2 and 1 have the mean 11/18; beyond the depth is not found', () => {
    const right = graded({ right: 1, alsoRight: 2, wrong: 0 });
    const at = [['x', 'wrong', 'right'], ['x', 'right', 'alsoRight'], ['alsoRight']];
    expect(mean(at.map((ranked) => reciprocalRank(ranked, right, 10)))).toBeCloseTo(11 / 18, 10);
    expect(reciprocalRank(['x', 'wrong', 'right'], right, 2)).toBe(0);
    expect(reciprocalRank(['x'], graded({}), 10)).toBeNull();
  });
});

describe('BE-M3: recall', () => {
  test('BE-M3: a share of all that is relevant, found or not', () => {
    const right = graded({ a: 1, b: 4, c: 2, d: 0 });
    expect(recall(['a', 'd', 'b'], right, 10)).toBeCloseTo(2 / 3, 10);
    expect(recall(['a', 'd', 'b'], right, 2)).toBeCloseTo(1 / 3, 10);
    expect(recall(['a'], graded({ a: 0 }), 10)).toBeNull();
  });
});

test('BE-M4: a mean passes over what has no number, and is none where nothing has', () => {
  expect(mean([1, null, 0])).toBe(0.5);
  expect(mean([null])).toBeNull();
});
