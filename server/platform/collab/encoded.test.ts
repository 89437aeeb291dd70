import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { applyUpdates, exactDocument } from './encoded';

/** What two people who make the same word bold at once say, one after the other. */
function boldTwice(): Uint8Array[] {
  const docs = [new Y.Doc(), new Y.Doc()];
  const said: Uint8Array[] = [];
  for (const doc of docs) doc.on('update', (update: Uint8Array) => said.push(update));
  const [one, other] = docs.map((doc) => doc.getText('text'));
  one?.insert(0, 'the same word');
  for (const update of said.splice(0)) for (const doc of docs) Y.applyUpdate(doc, update, 'told');
  const base = Y.encodeStateAsUpdate(docs[0] as Y.Doc);
  said.length = 0;
  one?.format(4, 4, { bold: true });
  other?.format(4, 4, { bold: true });
  return [base, ...said];
}

const deletedIn = (doc: Y.Doc): number => Y.createDeleteSetFromStructStore(doc.store).clients.size;

test('CO-D22 a document in memory has no deletion that its updates do not say', () => {
  const updates = boldTwice();
  const [tidied, exact] = [new Y.Doc(), exactDocument()];
  for (const doc of [tidied, exact]) {
    doc.getText('text');
    for (const update of updates) Y.applyUpdate(doc, update);
  }
  expect(deletedIn(tidied)).toBeGreaterThan(0);
  expect(deletedIn(exact)).toBe(0);
  const atOnce = exactDocument();
  applyUpdates(atOnce, updates);
  expect(Y.encodeStateAsUpdate(atOnce)).toEqual(Y.encodeStateAsUpdate(exact));
  expect(exact.getText('text').toDelta()).toEqual(tidied.getText('text').toDelta());
});
