import { expect, test } from 'vitest';
import * as Y from 'yjs';
import fc from '@/server/platform/testing/fast-check';
import { encodeJoined } from './join-update';
import { decodeUpdate } from './update-contents';
import { isKnown, withoutKnown } from './update-known';

const copyOf = (doc: Y.Doc): Y.Doc => {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
};
const edit = fc.record({
  at: fc.nat(30),
  insert: fc.option(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 })),
});

function written(doc: Y.Doc, edits: readonly { at: number; insert: string | null }[]): void {
  const text = doc.getText('text');
  for (const { at, insert } of edits) {
    if (insert !== null) text.insert(Math.min(at, text.length), insert);
    else if (text.length > 0) text.delete(Math.min(at, text.length - 1), 1);
  }
}

test('CO-U30 what is left of an update without what is known makes the same document', () => {
  fc.assert(
    fc.property(fc.array(edit), fc.array(edit), (early, late) => {
      const writer = new Y.Doc();
      written(writer, early);
      const server = copyOf(writer);
      written(writer, late);
      // All of it, as a client says it that does not know what the server has.
      const whole = Y.encodeStateAsUpdate(writer);
      const rest = withoutKnown(server, decodeUpdate(whole));
      for (const { id } of rest.structs) expect(id.clock).toBeGreaterThanOrEqual(Y.getState(server.store, id.client));
      Y.applyUpdate(server, encodeJoined(rest));
      expect(server.getText('text').toString()).toBe(writer.getText('text').toString());
      expect(Y.encodeStateVector(server)).toEqual(Y.encodeStateVector(writer));
      expect(isKnown(server, decodeUpdate(whole))).toBe(true);
    }),
  );
});

test('CO-U30 the rest of a struct stands behind what is known of it, wherever it claims to stand', () => {
  const server = new Y.Doc();
  server.clientID = 1;
  server.getText('text').insert(0, 'text');
  const writer = new Y.Doc();
  writer.clientID = 9;
  writer.getText('other').insert(0, 'a');
  Y.applyUpdate(server, Y.encodeStateAsUpdate(writer));
  const forged = new Y.Item(
    Y.createID(9, 0),
    null,
    Y.createID(1, 0),
    null,
    null,
    null,
    null,
    new Y.ContentString('ab'),
  );
  const update = { structs: [forged], ds: Y.createDeleteSet() };
  Y.applyUpdate(server, encodeJoined(withoutKnown(server, update)));
  expect(server.getText('text').toString()).toBe('text');
  expect(server.getText('other').toString()).toBe('ab');
});

test('CO-U30 an update of which nothing is known is left as it is; one that deletes more is not known', () => {
  const server = new Y.Doc();
  server.getText('text').insert(0, 'text');
  const writer = copyOf(server);
  const before = Y.encodeStateVector(writer);
  writer.getText('text').insert(4, '!');
  const added = decodeUpdate(Y.encodeStateAsUpdate(writer, before));
  expect(withoutKnown(server, added)).toBe(added);
  expect(isKnown(server, added)).toBe(false);
  const other = copyOf(server);
  other.getText('text').delete(1, 1);
  expect(isKnown(server, decodeUpdate(Y.encodeStateAsUpdate(other)))).toBe(false);
  expect(isKnown(other, decodeUpdate(Y.encodeStateAsUpdate(other)))).toBe(true);
});
