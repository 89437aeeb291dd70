import { expect, test } from 'vitest';
import { EDIT_MS_MAX, EDIT_PAUSE_MS, Edits } from './edits';
import { editorState, FIRST_FACTS, isKept, type SessionFacts } from './session-state';
import { stateWords } from './state-words';

const change = (no: number, at: number) => ({ no, at, bytes: new Uint8Array() });
const stateOf = (facts: Partial<SessionFacts>) =>
  editorState({ ...FIRST_FACTS, synced: true, everSynced: true, access: 'write', ...facts });

test('CO-O1 keystrokes are counted as a person would: a pause begins another change, and so does a long time', () => {
  const edits = new Edits();
  for (let no = 1; no <= 5; no += 1) edits.add(change(no, no * 100));
  expect(edits.count).toBe(1);
  edits.add(change(6, 500 + EDIT_PAUSE_MS + 1));
  expect(edits.count).toBe(2);
  const steady = new Edits();
  for (let no = 1; no <= 30; no += 1) steady.add(change(no, no * EDIT_PAUSE_MS));
  expect(steady.count).toBe(Math.ceil((30 * EDIT_PAUSE_MS) / (EDIT_MS_MAX + EDIT_PAUSE_MS)));
});

test('CO-O2 the count is never 0 while a keystroke is not saved, nor anything else when all are', () => {
  const edits = new Edits();
  for (let no = 1; no <= 4; no += 1) edits.add(change(no, no));
  edits.add(change(5, EDIT_PAUSE_MS * 2));
  edits.drop(2);
  expect(edits.count).toBe(2);
  edits.drop(4);
  expect(edits.count).toBe(1);
  edits.drop(5);
  expect(edits.count).toBe(0);
  edits.add(change(6, EDIT_PAUSE_MS * 2 + 1));
  expect(edits.count).toBe(1);
  expect(stateOf({ changes: 1, edits: 0 }).edits).toBe(1);
  expect(stateOf({ changes: 1, saved: 1, edits: 0 }).edits).toBe(0);
});

test('CO-O3 the words say how much is kept and where', () => {
  const offline = { synced: false, failed: true, changes: 40 };
  const words = (facts: Partial<SessionFacts>) => stateWords(stateOf({ ...offline, ...facts }), undefined);
  expect(words({ edits: 12 })).toBe('Offline: 12 changes kept in this browser');
  expect(words({ edits: 1 })).toBe('Offline: 1 change kept in this browser');
  expect(words({ edits: 2, keeper: 'tab' })).toBe('Offline: 2 changes kept in this tab only');
  expect(words({ edits: 2, keeper: 'full' })).toContain('in this tab only, as this browser has no more room');
  expect(words({ saved: 40 })).toBe('Offline: changes are kept in this browser');
  expect(words({ saved: 40, keeper: 'tab' })).toBe('Offline: changes are kept in this tab only');
});

test('CO-O4 what the server would not take, and what it may not be sent to, is not called kept for later', () => {
  const kept = (facts: Partial<SessionFacts>) => isKept(stateOf({ changes: 1, ...facts }));
  expect(kept({ synced: false })).toBe(true);
  expect(kept({ synced: false, keeper: 'full' })).toBe(false);
  for (const ended of ['signedOut', 'somebodyElse', 'outdated'] as const) expect(kept({ ended })).toBe(true);
  for (const ended of ['accessLost', 'documentGone', 'malformed'] as const) expect(kept({ ended })).toBe(false);
  expect(kept({ access: 'read' })).toBe(false);
});
