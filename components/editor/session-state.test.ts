import { expect, test } from 'vitest';
import { CLOSE_CODES, type CloseReason, isFinal } from '@/server/platform/collab/protocol.schema';
import { editorState, FIRST_FACTS, mayType, type SessionFacts } from './session-state';
import { lockedWords, stateWords } from './state-words';

const OPEN: SessionFacts = { ...FIRST_FACTS, synced: true, everSynced: true, access: 'write' };
const stateOf = (facts: Partial<SessionFacts>) => editorState({ ...OPEN, ...facts });

test('CO-E1 Saved is said only when the server has answered for the last change', () => {
  expect(stateOf({ changes: 0, saved: 0 }).phase).toBe('saved');
  expect(stateOf({ changes: 5, saved: 4 })).toMatchObject({ phase: 'saving', unsaved: true });
  expect(stateOf({ changes: 5, saved: 5 })).toMatchObject({ phase: 'saved', unsaved: false });
});

test('CO-E2 before the text has come nothing can be typed; after that being offline does not forbid it', () => {
  expect(editorState(FIRST_FACTS).phase).toBe('opening');
  expect(editorState({ ...FIRST_FACTS, failed: true })).toMatchObject({ phase: 'offline', opened: false });
  expect(mayType(editorState(FIRST_FACTS))).toBe(false);
  expect(mayType(editorState({ ...FIRST_FACTS, failed: true }))).toBe(false);
  expect(mayType(stateOf({ synced: false, failed: true, changes: 1 }))).toBe(true);
});

test('CO-E3 a reader and whoever was let go cannot type', () => {
  expect(stateOf({ access: 'read' }).phase).toBe('read_only');
  expect(mayType(stateOf({ access: 'read' }))).toBe(false);
  expect(stateOf({ ended: 'accessLost', synced: false }).phase).toBe('ended');
  expect(mayType(stateOf({ ended: 'accessLost' }))).toBe(false);
});

test('CO-E4 the words name what is not kept', () => {
  expect(stateWords(stateOf({ changes: 1 }), undefined)).toBe('Saving…');
  expect(stateWords(stateOf({ access: 'read' }), 'this page is in the trash')).toBe(
    'Read-only: this page is in the trash',
  );
  expect(stateWords(stateOf({ ended: 'accessLost' }), undefined)).toBe(
    'Access ended: you can no longer open this page.',
  );
});

test('CO-X14 for every reason to close a connection there are words of its own, and what to do', () => {
  const reasons = Object.keys(CLOSE_CODES) as CloseReason[];
  const words = reasons.map((reason) => {
    const state = isFinal(reason) ? stateOf({ ended: reason }) : stateOf({ synced: false, away: reason });
    if (isFinal(reason)) expect(lockedWords(state, undefined)[0], reason).toMatch(/\w/);
    else expect(mayType(state), reason).toBe(true);
    return stateWords(state, undefined);
  });
  // A change and a frame that are too large are one and the same to a person.
  expect(new Set(words).size).toBe(reasons.length - 1);
  for (const plain of [
    stateOf({ ended: 'tooSlow' }),
    stateOf({ synced: false }),
    stateOf({ synced: false, away: 'outdated' }),
  ])
    expect(words).not.toContain(stateWords(plain, undefined));
});

test('CO-X15 why the server sent a tab away is said until it is back', () => {
  const away = stateOf({ synced: false, failed: true, away: 'serverStopping', changes: 2, edits: 2 });
  expect(stateWords(away, undefined)).toBe('Offline, as Kenning is being restarted: 2 changes kept in this browser');
  expect(stateOf({ away: 'serverStopping' }).reason).toBeNull();
});

test('CO-E21 whoever loses the right to write is told what happened, what to do, and what was not saved', () => {
  const trashed = 'Restore it to go on writing.';
  expect(lockedWords(stateOf({ access: 'read' }), undefined)).toEqual([]);
  expect(lockedWords(stateOf({ access: 'read' }), trashed)).toEqual([trashed]);
  const lost = stateOf({ access: 'read', changes: 1 });
  expect(lockedWords(lost, trashed, 'One\nTwo')[1]).toMatch(/^Not saved: “One Two”.*Copy it before you leave/);
  expect(lockedWords(lost, trashed)[1]).toContain('added, removed or formatted');
  const ends = (['signedOut', 'somebodyElse', 'accessLost', 'documentFull'] as const).map((ended) =>
    stateOf({ ended }),
  );
  expect(new Set(ends.map((state) => lockedWords(state, undefined)[0])).size).toBe(4);
  expect(new Set(ends.map((state) => stateWords(state, undefined))).size).toBe(4);
});

test('CO-E22 what was not saved and is let go holds the page no longer, and is not called Saved', () => {
  const state = stateOf({ changes: 2, saved: 1, givenUp: 2 });
  expect(state).toMatchObject({ unsaved: false, phase: 'saving' });
  expect(stateOf({ changes: 3, saved: 1, givenUp: 2 }).unsaved).toBe(true);
});

test('CO-X17 whatever a page that is loaded again would send once more, to be refused again, is told so', () => {
  const resent = [
    'malformed',
    'updateTooLarge',
    'documentFull',
    'frameTooLarge',
    'notStorable',
    'notAllowed',
    'notTheirs',
  ];
  for (const ended of Object.keys(CLOSE_CODES) as CloseReason[]) {
    if (!isFinal(ended)) continue;
    const words = lockedWords(stateOf({ ended, changes: 2, edits: 2 }), undefined, 'words').join(' ');
    expect(words.includes('refused once more'), ended).toBe(resent.includes(ended));
  }
});
