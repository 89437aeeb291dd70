import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { applyUpdates, exactDocument } from './encoded';

/** Of a bold word one person deletes the beginning and another one the rest: nobody has deleted that it is bold. */
function boldWordGone(): Uint8Array[] {
  const docs = [new Y.Doc(), new Y.Doc()];
  const [one, other] = docs.map((doc) => doc.getText('text'));
  one?.insert(0, 'the same word');
  one?.format(4, 4, { bold: true });
  const base = Y.encodeStateAsUpdate(docs[0] as Y.Doc);
  Y.applyUpdate(docs[1] as Y.Doc, base);
  const said: Uint8Array[] = [];
  for (const doc of docs) doc.on('update', (update: Uint8Array) => said.push(update));
  one?.delete(4, 2);
  other?.delete(6, 2);
  return [base, ...said];
}

const deletedIn = (doc: Y.Doc): number =>
  [...Y.createDeleteSetFromStructStore(doc.store).clients.values()].flat().reduce((sum, { len }) => sum + len, 0);

test('CO-D22 a document in memory has no deletion that its updates do not say', () => {
  const updates = boldWordGone();
  const [tidied, exact] = [new Y.Doc(), exactDocument()];
  for (const doc of [tidied, exact]) {
    doc.getText('text');
    for (const update of updates) Y.applyUpdate(doc, update);
  }
  expect(deletedIn(exact)).toBe('same'.length);
  expect(deletedIn(tidied)).toBeGreaterThan('same'.length);
  const atOnce = exactDocument();
  applyUpdates(atOnce, updates);
  expect(Y.encodeStateAsUpdate(atOnce)).toEqual(Y.encodeStateAsUpdate(exact));
  expect(exact.getText('text').toDelta()).toEqual(tidied.getText('text').toDelta());
});
