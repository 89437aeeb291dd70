import { expect, test } from 'vitest';
import * as Y from 'yjs';
import fc from '@/server/platform/testing/fast-check';
import type { Connection } from './connection';
import { sameWhole, wholeOf } from './join-update';
import { bytesOf, type Said, sayingsOf } from './sayings';
import { AT_ONCE_BYTES } from './update-slices';

type Written = { who: number; bytes: Uint8Array };
type Edit = { who: number; at: number; insert: string | null };

/** People who edit without hearing of one another. @returns what each said, in the order in which it was said */
function written(edits: readonly Edit[]): Written[] {
  const all: Written[] = [];
  const docs = [0, 1, 2].map((who) => {
    const doc = new Y.Doc();
    doc.on('update', (bytes: Uint8Array) => all.push({ who, bytes }));
    return doc;
  });
  for (const { who, at, insert } of edits) {
    const text = docs[who]?.getText('text');
    if (insert !== null) text?.insert(Math.min(at, text.length), insert);
    else if (text && text.length > 0) text.delete(Math.min(at, text.length - 1), 1);
  }
  return all;
}

const connections = ['ana', 'bo', 'cleo'].map((name) => ({ name }) as unknown as Connection);
const said = (all: readonly Written[], introduces = false): Said[] =>
  all.map(({ who, bytes }) => ({
    kind: 'update',
    from: connections[who] as Connection,
    bytes,
    introduces,
    ofWhole: null,
  }));
const sayings = (all: readonly Written[], introduces = false) =>
  sayingsOf(said(all, introduces), (_from, error) => {
    throw error;
  });

function docOf(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc({ gc: false });
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc;
}

const edit = fc.record({
  who: fc.nat(2),
  at: fc.nat(30),
  insert: fc.option(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 })),
});

test('CO-D50: what each says at a stretch says all that its updates said', () => {
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 40 }), (edits) => {
      const all = written(edits);
      const joined = sayings(all);
      expect(joined.map(({ from }) => connections.indexOf(from))).toEqual([...new Set(all.map(({ who }) => who))]);
      const [one, other] = [docOf(joined.map(bytesOf)), docOf(all.map(({ bytes }) => bytes))];
      expect(one.getText('text').toString()).toBe(other.getText('text').toString());
      expect(sameWhole(wholeOf(one), wholeOf(other))).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('CO-D50: what is said again, has a gap, introduces, or would grow too large, stands by itself', () => {
  const all = written([0, 1, 2].map((at) => ({ who: 0, at, insert: 'x' })));
  const [first, second, third] = all as [Written, Written, Written];
  expect(sayings(all)).toHaveLength(1);
  expect(sayings([...all, ...all])).toHaveLength(2);
  expect(sayings([first, third]).map(bytesOf)).toEqual([first.bytes, third.bytes]);
  expect(sayings([third, second, first])).toHaveLength(3);
  expect(sayings(all, true)).toHaveLength(3);
  const half = 'x'.repeat(AT_ONCE_BYTES / 2);
  const large = written([0, 1, 2].map((n) => ({ who: 0, at: n * half.length, insert: half })));
  expect(sayings(large).map(bytesOf)).toEqual(large.map(({ bytes }) => bytes));
});

test('CO-D50: an update with a gap in it is never encoded as if it had none', () => {
  const all = written([0, 1, 2].map((at) => ({ who: 0, at, insert: 'x' })));
  const [first, second, third] = all as [Written, Written, Written];
  const holed = { who: 0, bytes: Y.mergeUpdates([first.bytes, third.bytes]) };
  expect(sayings([second, holed])).toHaveLength(2);
  expect(sayings([holed]).map(bytesOf)).toEqual([holed.bytes]);
});

test('CO-D50: letters typed one after the other are one struct', () => {
  const letters = [...'typed in one go'].map((insert, at) => ({ who: 1, at, insert }));
  const [saying, another] = sayings(written(letters));
  expect(saying?.update.structs).toHaveLength(1);
  expect(another).toBeUndefined();
});

test('CO-D58: whose bytes are no update goes, and nobody else, however near to one they come', () => {
  // A letter in a part of the document whose name is no text.
  const foul = { who: 0, bytes: new Uint8Array([1, 1, 5, 0, 4, 1, 1, 0xff, 1, 0x61, 0]) };
  const [sound] = written([{ who: 1, at: 0, insert: 'x' }]) as [Written];
  const refused: Connection[] = [];
  const kept = sayingsOf(said([foul, sound]), (from) => refused.push(from));
  expect(refused).toEqual([connections[0]]);
  expect(kept.map(({ from }) => from)).toEqual([connections[1]]);
});
