import { describe, expect, it } from 'vitest';
import { keptRows } from './kept-rows';

const row = (id: string, read = false) => ({ id, read });

describe('the unread while they stand open', () => {
  it('stay when they are read, in their places', () => {
    const kept = [row('c'), row('b'), row('a')];
    expect(keptRows(kept, [row('c', true), row('b'), row('a')])).toEqual([row('c', true), row('b'), row('a')]);
    expect(keptRows(kept, [row('b')])).toEqual([row('c', true), row('b'), row('a', true)]);
    expect(keptRows(kept, [])).toEqual([row('c', true), row('b', true), row('a', true)]);
  });

  it('begin with what is unread', () => {
    expect(keptRows([], [row('b', true), row('a')])).toEqual([row('a')]);
  });

  it('take in what comes anew on top, and what is marked unread again', () => {
    expect(keptRows([row('b', true), row('a')], [row('c'), row('b'), row('a')])).toEqual([
      row('c'),
      row('b'),
      row('a'),
    ]);
  });
});
