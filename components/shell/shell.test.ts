import { describe, expect, it } from 'vitest';
import type { Viewer } from '@/components/ui/viewer';
import { type KeyState, LEADER_MS, onKey } from './key-sequence';
import { allEntriesFor, currentEntry, FOOT, NAVIGATION } from './navigation';

const idle: KeyState = { leaderAt: null };
const viewer: Viewer = {
  id: 'p1',
  name: 'Ana',
  email: 'ana@tradesense.example',
  timeZone: 'UTC',
  can: { invite: false, operate: false },
};

describe('keys', () => {
  it('SH-K1 G and then a letter jumps, within its time only', () => {
    const { state, command } = onKey(idle, 'g', 1_000);
    expect(command).toBeNull();
    expect(onKey(state, 'l', 1_000 + LEADER_MS).command).toBe('go:l');
    expect(onKey(state, 'l', 1_001 + LEADER_MS).command).toBeNull();
    expect(onKey(state, 'l', 1_100).state).toEqual(idle);
  });

  it('SH-K2 after G a letter that is a command of its own jumps and does not do it', () => {
    const { state } = onKey(idle, 'g', 0);
    expect(onKey(state, 'c', 10).command).toBe('go:c');
    expect(onKey(idle, 'c', 10).command).toBe('create');
  });

  it('SH-K3 ?, / and Esc; anything else does nothing', () => {
    expect(onKey(idle, '?', 0).command).toBe('help');
    expect(onKey(idle, '/', 0).command).toBe('find');
    expect(onKey(idle, 'Escape', 0).command).toBe('back');
    for (const key of ['Enter', 'ArrowDown', 'q', 'Tab', 'constructor']) expect(onKey(idle, key, 0).command).toBeNull();
  });
});

describe('navigation', () => {
  it('SH-N1 what one may not use is not there', () => {
    const hrefs = (of: Viewer) => allEntriesFor(of).map((entry) => entry.href);
    const operator = { ...viewer, can: { invite: true, operate: true } };
    expect(hrefs(operator).filter((href) => !hrefs(viewer).includes(href))).toEqual([
      '/settings/mail',
      '/settings/system',
    ]);
  });

  it('SH-N2 no two entries share an address or a key', () => {
    const entries = [...NAVIGATION.flatMap((group) => group.entries), ...FOOT];
    const keys = entries.flatMap((entry) => entry.key ?? []);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(entries.map((entry) => entry.href)).size).toBe(entries.length);
  });

  it('SH-N3 the current entry is the longest that holds the page', () => {
    const entries = allEntriesFor(viewer);
    expect(currentEntry(entries, '/')?.label).toBe('Home');
    expect(currentEntry(entries, '/library/some-page-c1')?.label).toBe('Library');
    expect(currentEntry(entries, '/libraryish')).toBeUndefined();
  });
});
