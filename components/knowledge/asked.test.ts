import { describe, expect, it } from 'vitest';
import { ASKED_MAX, askedList } from './asked';

const at = '2026-03-02T09:00:00.000Z';

describe('what one has asked to read', () => {
  it('KN-Q23: stands once for each id, the newest first, and ends somewhere', () => {
    const again = { id: 'a', at: '2026-03-03T09:00:00.000Z' };
    const others = ['a', 'b'].map((id) => ({ id, at }));
    expect(askedList.withNewest(others, again)).toEqual([again, { id: 'b', at }]);
    const many = Array.from({ length: ASKED_MAX }, (_, index) => ({ id: `n${index}`, at }));
    expect(askedList.withNewest(many, again)).toHaveLength(ASKED_MAX);
  });

  it('KN-Q23: takes from the store only what is its own', () => {
    expect(askedList.parse(JSON.stringify([{ id: 'a', at }, { id: 'b', at: 'once' }, { id: 1, at }, null]))).toEqual([
      { id: 'a', at },
    ]);
    for (const text of [null, '', '{', '{}', '7']) expect(askedList.parse(text)).toEqual([]);
  });
});
