import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Connection } from './connection';
import { sameWhole, wholeOf } from './join-update';
import { turnRows } from './turn-rows';
import { AT_ONCE_BYTES } from './update-slices';

type Edit = { who: number; at: number; insert: string | null };

/** People who edit without hearing of one another. @returns what each said, in the order in which it was said */
function said(edits: readonly Edit[]): { who: number; bytes: Uint8Array }[] {
  const all: { who: number; bytes: Uint8Array }[] = [];
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
const accepted = (all: readonly { who: number; bytes: Uint8Array }[]) =>
  all.map(({ who, bytes }) => ({
    from: connections[who] as Connection,
    bytes,
    update: Y.decodeUpdate(bytes),
    clients: [who],
  }));

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

test('CO-D50: a row a connection says all that its updates said', () => {
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 40 }), (edits) => {
      const all = said(edits);
      const rows = turnRows(accepted(all));
      expect(rows).toHaveLength(new Set(all.map(({ who }) => who)).size);
      const [one, other] = [docOf(rows.map(({ bytes }) => bytes)), docOf(all.map(({ bytes }) => bytes))];
      expect(one.getText('text').toString()).toBe(other.getText('text').toString());
      expect(sameWhole(wholeOf(one), wholeOf(other))).toBe(true);
      for (const { from, clients } of rows) {
        const who = connections.indexOf(from);
        expect(clients).toEqual(all.filter((update) => update.who === who).map(() => who));
      }
    }),
    { numRuns: 300 },
  );
});

test('CO-D50: what is said again, or would make a row too large, begins another', () => {
  const all = said([
    { who: 0, at: 0, insert: 'one' },
    { who: 0, at: 3, insert: 'two' },
  ]);
  expect(turnRows(accepted(all))).toHaveLength(1);
  expect(turnRows(accepted([...all, ...all]))).toHaveLength(2);
  const half = 'x'.repeat(AT_ONCE_BYTES / 2);
  const large = said([0, 1, 2].map((n) => ({ who: 0, at: n * half.length, insert: half })));
  const rows = turnRows(accepted(large));
  expect(rows).toHaveLength(3);
  expect(rows.map(({ bytes }) => bytes)).toEqual(large.map(({ bytes }) => bytes));
});

test('CO-D50: letters typed one after the other are one struct of a row', () => {
  const letters = [...'typed in one go'].map((insert, at) => ({ who: 1, at, insert }));
  const [row] = turnRows(accepted(said(letters)));
  expect(Y.decodeUpdate(row?.bytes ?? new Uint8Array()).structs).toHaveLength(1);
});
