import { expect, test } from 'vitest';
import type { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { UnsavedWords } from './unsaved-words';

const page = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment('default');

/** Puts a block of this kind, with the same words, in the place of the first. */
function turn(doc: Y.Doc, kind: string): void {
  const words = (page(doc).get(0) as Y.XmlElement).get(0) as Y.XmlText;
  const [block, text] = [new Y.XmlElement(kind), new Y.XmlText(words.toString())];
  doc.transact(() => {
    page(doc).delete(0, 1);
    page(doc).insert(0, [block]);
    block.insert(0, [text]);
  });
}

const wordsOf = (doc: Y.Doc): Y.XmlText => (page(doc).get(0) as Y.XmlElement).get(0) as Y.XmlText;

function begun(words: string): Y.Doc {
  const doc = new Y.Doc();
  const block = new Y.XmlElement('paragraph');
  page(doc).insert(0, [block]);
  block.insert(0, [new Y.XmlText(words)]);
  return doc;
}

function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
}

const tell = (from: Y.Doc, to: Y.Doc): void =>
  Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)), from);

function unsavedOf(doc: Y.Doc): UnsavedWords {
  const words = new UnsavedWords({ doc, messageHandlers: [] } as unknown as WebsocketProvider);
  doc.on('afterTransaction', (transaction) => {
    if (transaction.local) words.add(transaction);
  });
  return words;
}

test('CO-O56 what an earlier tab left unsent is unsaved also when it is found after the server was asked', () => {
  const colleague = begun('one three');
  const earlier = copyOf(colleague);
  wordsOf(earlier).insert(4, 'two ');
  const unsent = Y.encodeStateAsUpdate(earlier, Y.encodeStateVector(colleague));
  const doc = copyOf(colleague);
  const words = unsavedOf(doc);
  words.asked();
  Y.applyUpdate(doc, unsent);
  words.adopt([unsent]);
  words.saved(false);
  turn(colleague, 'heading');
  tell(colleague, doc);
  expect(page(doc).toString()).toBe('<heading>one two three</heading>');
});

test('CO-O57 what is taken away as often as it is put back is let go, until something is typed again', () => {
  const colleague = begun('one three');
  const doc = copyOf(colleague);
  unsavedOf(doc);
  wordsOf(doc).insert(4, 'two ');
  let rounds = 0;
  do {
    rounds += 1;
    turn(colleague, 'heading');
    tell(colleague, doc);
  } while (wordsOf(doc).toString() === 'one two three' && rounds < 1_000);
  expect(rounds).toBe(21);
  wordsOf(doc).insert(4, 'two ');
  turn(colleague, 'paragraph');
  tell(colleague, doc);
  expect(page(doc).toString()).toBe('<paragraph>one two three</paragraph>');
});
