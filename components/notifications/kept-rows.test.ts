import { describe, expect, it } from 'vitest';
import { keptRows } from './kept-rows';

const LIMIT = 4;
/** The later the letter, the newer. */
const row = (id: string, read = false) => ({ id, read, createdAt: new Date(id.charCodeAt(0)) });
type Row = ReturnType<typeof row>;
const shown = (kept: Row[], now: Row[]) => keptRows(kept, now, LIMIT);

describe('the unread while they stand open', () => {
  it('stay when they are read, in their places', () => {
    const kept = [row('c'), row('b'), row('a')];
    expect(shown(kept, [row('c', true), row('b'), row('a')])).toEqual([row('c', true), row('b'), row('a')]);
    expect(shown(kept, [row('b')])).toEqual([row('c', true), row('b'), row('a', true)]);
    expect(shown(kept, [])).toEqual([row('c', true), row('b', true), row('a', true)]);
  });

  it('begin with what is unread', () => {
    expect(shown([], [row('b', true), row('a')])).toEqual([row('a')]);
  });

  it('take in what comes anew on top, and what is marked unread again', () => {
    expect(shown([row('b', true), row('a')], [row('c'), row('b'), row('a')])).toEqual([row('c'), row('b'), row('a')]);
  });

  it('KN-Q24 are not called read because newer ones fill the answer', () => {
    const kept = [row('d'), row('c'), row('b'), row('a')];
    expect(shown(kept, [row('e'), row('d'), row('c'), row('b')])).toEqual([row('e'), ...kept]);
    expect(shown(kept, [row('f'), row('e'), row('d'), row('b')])).toEqual([
      row('f'),
      row('e'),
      row('d'),
      row('c', true),
      row('b'),
      row('a'),
    ]);
  });

  it('KN-Q24 take in an older one below, where there is room since another was read', () => {
    const kept = [row('e'), row('d'), row('c'), row('b')];
    expect(shown(kept, [row('e'), row('c'), row('b'), row('a')])).toEqual([
      row('e'),
      row('d', true),
      row('c'),
      row('b'),
      row('a'),
    ]);
  });
});
