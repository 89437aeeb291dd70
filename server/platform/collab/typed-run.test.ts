import { expect, test } from 'vitest';
import * as Y from 'yjs';
import fc from '@/server/platform/testing/fast-check';
import { encodeJoined, joinDecoded } from './join-update';
import { readTyped, type Typed, TypedRun } from './typed-run';

/** What somebody types from `at` on, piece by piece, in a text where something stands already. */
function typed(before: string, at: number, pieces: readonly string[]): Uint8Array[] {
  const doc = new Y.Doc();
  const text = doc.getText('text');
  text.insert(0, before);
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  let place = Math.min(at, text.length);
  for (const piece of pieces) {
    text.insert(place, piece);
    place += piece.length;
  }
  return updates;
}

const piece = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 });
const pieces = fc.array(piece, { minLength: 1, maxLength: 12 });

test('CO-D58: what is typed piece by piece is the one update that Yjs would make of it', () => {
  fc.assert(
    fc.property(fc.constantFrom('', 'before'), fc.nat(6), pieces, (before, at, all) => {
      const updates = typed(before, at, all);
      const [first, ...rest] = updates.map(readTyped) as [Typed, ...Typed[]];
      const run = new TypedRun(first);
      for (const next of rest) expect(run.add(next)).toBe(true);
      const whole =
        updates.length === 1 ? updates[0] : encodeJoined(joinDecoded(updates.map((one) => Y.decodeUpdate(one))));
      expect(Buffer.from(run.toBytes())).toEqual(Buffer.from(whole ?? []));
    }),
    { numRuns: 500 },
  );
});

test('CO-D58: what does not stand directly behind it, before the same letter, does not go on', () => {
  const [one, two, three] = typed('before', 3, ['a', 'b', 'c']).map(readTyped) as [Typed, Typed, Typed];
  expect(new TypedRun(one).add(three)).toBe(false);
  expect(new TypedRun(two).add(one)).toBe(false);
  const [elsewhere] = typed('before', 0, ['a']).map(readTyped) as [Typed];
  expect(new TypedRun(elsewhere).add(two)).toBe(false);
  const { client, clock } = one.id;
  expect(new TypedRun(one).add({ ...two, left: { client, clock: clock - 1 } })).toBe(false);
  expect(new TypedRun(one).add({ ...two, right: two.left })).toBe(false);
});

test('CO-D58: an update that is anything else, or damaged, is left to Yjs', () => {
  const changed = (edit: (text: Y.Text) => void) => {
    const doc = new Y.Doc();
    doc.getText('text').insert(0, 'before');
    let update = new Uint8Array();
    doc.on('update', (bytes: Uint8Array) => {
      update = Uint8Array.from(bytes);
    });
    doc.transact(() => edit(doc.getText('text')));
    return readTyped(update);
  };
  expect(changed((text) => text.insert(3, 'x'))).toMatchObject({ length: 1 });
  expect(changed((text) => text.delete(0, 1))).toBeNull();
  expect(changed((text) => text.format(0, 1, { bold: true }))).toBeNull();
  expect(changed((text) => [text.insert(0, 'x'), text.insert(4, 'y')])).toBeNull();
  expect(changed((text) => [text.insert(0, 'x'), text.delete(3, 1)])).toBeNull();
  fc.assert(
    fc.property(fc.constantFrom('', 'before'), pieces, fc.nat(), fc.nat(255), (before, all, at, byte) => {
      const [update] = typed(before, 3, [all.join('')]) as [Uint8Array];
      const damaged = Uint8Array.from(update);
      damaged[at % damaged.length] = byte;
      const read = readTyped(damaged);
      if (!read) return;
      const { structs, ds } = Y.decodeUpdate(damaged);
      expect(ds.clients.size).toBe(0);
      const [item, other] = structs as Y.Item[];
      expect(other).toBeUndefined();
      expect(item?.content).toBeInstanceOf(Y.ContentString);
      expect(item).toMatchObject({ id: read.id, length: read.length });
      expect([item?.origin, item?.rightOrigin].map((id) => id?.clock ?? -1)).toEqual([
        read.left.clock,
        read.right.clock,
      ]);
    }),
    { numRuns: 4_000 },
  );
});
