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

test('CO-O56 what an earlier tab left unsent is unsaved also when it is found after the server was asked', () => {
  const colleague = new Y.Doc();
  const [block, text] = [new Y.XmlElement('paragraph'), new Y.XmlText('one three')];
  page(colleague).insert(0, [block]);
  block.insert(0, [text]);
  const earlier = new Y.Doc();
  Y.applyUpdate(earlier, Y.encodeStateAsUpdate(colleague));
  ((page(earlier).get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(4, 'two ');
  const unsent = Y.encodeStateAsUpdate(earlier, Y.encodeStateVector(colleague));

  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(colleague));
  const words = new UnsavedWords({ doc, messageHandlers: [] } as unknown as WebsocketProvider);
  words.asked();
  Y.applyUpdate(doc, unsent);
  words.adopt([unsent]);
  words.saved(false);
  turn(colleague, 'heading');
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(colleague, Y.encodeStateVector(doc)));
  expect(page(doc).toString()).toBe('<heading>one two three</heading>');
});
