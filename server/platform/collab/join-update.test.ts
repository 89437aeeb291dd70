import { expect, test } from 'vitest';
import * as Y from 'yjs';
import fc from '@/server/platform/testing/fast-check';
import { mergeJoined, sameWhole, wholeOf } from './join-update';

type Edit = { at: number } & ({ kind: 'insert'; text: string } | { kind: 'delete' | 'bold'; length: number });

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    kind: fc.constant('insert' as const),
    at: fc.nat(40),
    text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }),
  }),
  fc.record({ kind: fc.constantFrom('delete' as const, 'bold' as const), at: fc.nat(40), length: fc.nat(9) }),
);
/** Who edits, on what they have seen, and whether they hear of everything afterwards. */
const turn = fc.record({ who: fc.nat(2), edits: fc.array(edit, { minLength: 1, maxLength: 4 }), syncs: fc.boolean() });

function make(doc: Y.Doc, change: Edit): void {
  const text = doc.getText('text');
  const at = Math.min(change.at, text.length);
  if (change.kind === 'insert') text.insert(at, change.text);
  else if (change.kind === 'delete') text.delete(at, Math.min(change.length, text.length - at));
  else text.format(at, Math.min(change.length, text.length - at), { bold: true });
}

/** Three people write on documents that clean up behind them. @returns every update as it was sent */
function history(turns: { who: number; edits: Edit[]; syncs: boolean }[]): Uint8Array[] {
  const docs = [0, 1, 2].map(() => new Y.Doc());
  const sent: Uint8Array[] = [];
  for (const doc of docs) doc.on('update', (update, origin) => void (origin === 'other' || sent.push(update)));
  for (const { who, edits, syncs } of turns) {
    const doc = docs[who];
    if (!doc) continue;
    if (syncs) for (const update of [...sent]) Y.applyUpdate(doc, update, 'other');
    for (const one of edits) make(doc, one);
  }
  return sent;
}

const docOf = (updates: readonly Uint8Array[], gc = false): Y.Doc => {
  const doc = new Y.Doc({ gc });
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc;
};

test('CO-V3, CO-V4: updates that are merged and joined make the same document, deleted text included', () => {
  fc.assert(
    fc.property(fc.array(turn, { minLength: 1, maxLength: 12 }), (turns) => {
      const updates = history(turns);
      const [one, other] = [docOf(updates), docOf([mergeJoined(updates)])];
      expect(other.getText('text').toDelta()).toEqual(one.getText('text').toDelta());
      expect(Y.equalSnapshots(Y.snapshot(one), Y.snapshot(other))).toBe(true);
      // The comparison that is made before rows are deleted.
      expect(sameWhole(wholeOf(other), wholeOf(one))).toBe(true);
      const half = Math.floor(updates.length / 2);
      const stepwise = docOf([mergeJoined(updates.slice(0, half)), mergeJoined(updates.slice(half))]);
      expect(sameWhole(wholeOf(stepwise), wholeOf(one))).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('CO-V3: what is typed letter by letter becomes one struct; what stands apart stays apart', () => {
  const doc = new Y.Doc({ gc: false });
  const updates: Uint8Array[] = [];
  doc.on('update', (update) => updates.push(update));
  const text = doc.getText('text');
  for (const letter of 'typed in one go') text.insert(text.length, letter);
  expect(Y.decodeUpdate(Y.mergeUpdates(updates)).structs).toHaveLength(15);
  expect(Y.decodeUpdate(mergeJoined(updates)).structs).toHaveLength(1);
  text.insert(5, '!');
  text.insert(text.length, '?');
  expect(Y.decodeUpdate(mergeJoined(updates)).structs).toHaveLength(3);
  const map = new Y.Doc({ gc: false });
  const keys: Uint8Array[] = [];
  map.on('update', (update) => keys.push(update));
  for (const value of ['one', 'two']) map.getMap('map').set('key', value);
  expect(
    docOf([mergeJoined(keys)])
      .getMap('map')
      .get('key'),
  ).toBe('two');
  expect(Y.decodeUpdate(mergeJoined(keys)).structs).toHaveLength(2);
});

test('CO-V4: what waits for something that never came is kept as it is', () => {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update) => updates.push(update));
  for (const word of ['one ', 'two ', 'three']) doc.getText('text').insert(doc.getText('text').length, word);
  const [first, , third] = updates as [Uint8Array, Uint8Array, Uint8Array];
  const joined = mergeJoined([first, third]);
  expect(docOf([joined]).getText('text').toString()).toBe('one ');
  expect(
    docOf([joined, updates[1] as Uint8Array])
      .getText('text')
      .toString(),
  ).toBe('one two three');
});

test('CO-V4: the comparison finds what a snapshot of the document would not', () => {
  const typed = (text: string) => {
    const doc = new Y.Doc({ gc: false });
    doc.clientID = 1;
    doc.getText('text').insert(0, text);
    doc.getText('text').delete(0, text.length);
    return doc;
  };
  expect(sameWhole(wholeOf(typed('deleted')), wholeOf(typed('deleted')))).toBe(true);
  expect(sameWhole(wholeOf(typed('deleted')), wholeOf(typed('delated')))).toBe(false);
  expect(Y.equalSnapshots(Y.snapshot(typed('deleted')), Y.snapshot(typed('delated')))).toBe(true);
});
