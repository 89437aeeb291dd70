import { describe, expect, it } from 'vitest';
import { withMembers } from './with-members';

describe('a selection over a list that is filtered', () => {
  it('LK-S1 all that are shown go in or out, and what is not shown stays as it was', () => {
    const before = new Set(['hidden', 'a']);
    expect([...withMembers(before, ['a', 'b'], true)].sort()).toEqual(['a', 'b', 'hidden']);
    expect([...withMembers(before, ['a', 'b'], false)]).toEqual(['hidden']);
    expect([...before]).toEqual(['hidden', 'a']);
  });
});
