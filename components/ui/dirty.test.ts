import { describe, expect, it } from 'vitest';
import { Dirt, isSame } from './dirty';

describe('what is typed and not sent', () => {
  it('UI-D1 is asked for when it matters, of every form that is there', () => {
    const dirt = new Dirt();
    let first = false;
    const remove = dirt.add(() => first);
    dirt.add(() => false);
    expect(dirt.isThere()).toBe(false);
    first = true;
    expect(dirt.isThere()).toBe(true);
    remove();
    expect(dirt.isThere()).toBe(false);
  });

  it('UI-D2 a label that was taken away counts, and one taken away and put back does not', () => {
    const before = { tags: ['keys', 'vault'], parent: null, due: '' };
    expect(isSame(before, { ...before, tags: ['keys'] })).toBe(false);
    expect(isSame(before, { ...before, parent: 'i1' })).toBe(false);
    expect(isSame(before, { ...before, tags: ['keys', 'vault'] })).toBe(true);
  });
});
