import { describe, expect, it } from 'vitest';
import { rebased } from './rebase';

const before = { summary: 'Old', tags: ['keys'], due: '' };

describe('a record that moved while somebody typed', () => {
  it('UI-R1 what they changed stays, what they left alone is as it is now', () => {
    const answer = rebased(before, { ...before, summary: 'Mine' }, { ...before, tags: ['keys', 'vault'] });
    expect(answer).toEqual({
      value: { summary: 'Mine', tags: ['keys', 'vault'], due: '' },
      theirs: ['tags'],
      both: [],
    });
  });

  it('UI-R2 what both changed is named, and theirs is not taken silently', () => {
    const answer = rebased(before, { ...before, summary: 'Mine' }, { ...before, summary: 'Theirs' });
    expect(answer.value.summary).toBe('Mine');
    expect(answer.both).toEqual(['summary']);
  });

  it('UI-R3 both having changed it alike is nothing to decide; a change elsewhere touches nothing here', () => {
    const alike = { ...before, due: '2026-12-01' };
    expect(rebased(before, alike, alike)).toEqual({ value: alike, theirs: ['due'], both: [] });
    expect(rebased(before, alike, before)).toEqual({ value: alike, theirs: [], both: [] });
  });
});
