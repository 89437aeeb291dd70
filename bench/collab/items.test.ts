import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { Author, wordsIn } from './edits';
import { eachItem } from './items';

type Told = [clientId: number, clock: number, length: number];

function told(update: Uint8Array): Told[] {
  const found: Told[] = [];
  eachItem(update, (...item) => found.push(item));
  return found;
}

const decoded = (update: Uint8Array): Told[] =>
  Y.decodeUpdate(update).structs.flatMap((struct) =>
    struct instanceof Y.Item ? [[struct.id.client, struct.id.clock, struct.length] as Told] : [],
  );

test('CO-L23 the items of an update are found as Yjs decodes them, whatever they hold', () => {
  const doc = new Y.Doc();
  doc.clientID = 7;
  const text = doc.getText('text');
  text.insert(0, 'ä, 漢 and 🙂🙂');
  text.insert(3, 'bold', { bold: true });
  text.insertEmbed(2, { image: 'a' });
  text.delete(1, 4);
  doc.getMap('map').set('any', { list: [1, 2.5, null, 'x', true, new Uint8Array([1, 2, 3])] });
  doc.getMap('map').set('bytes', new Uint8Array(300));
  doc.getMap('map').set('below', new Y.Doc({ guid: 'g', meta: { a: 1 } }));
  doc.getArray('array').insert(0, ['a', 1, new Y.Map(), new Y.XmlHook('hook')]);
  const element = new Y.XmlElement('paragraph');
  element.setAttribute('src', 'https://a.example');
  element.insert(0, [new Y.XmlText('inside')]);
  doc.getXmlFragment('nodes').insert(0, [element]);
  doc.getXmlFragment('nodes').delete(0, 1);
  const other = new Y.Doc();
  other.clientID = 9;
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  other.getText('text').insert(2, 'between');
  const gone = Y.encodeStateAsUpdate(doc);
  const late = Y.encodeStateAsUpdate(other, Y.encodeStateVector(new Map([[7, 4]])));
  const far = Y.mergeUpdates([Y.encodeStateAsUpdate(doc), new Author(11).begin()]);
  for (const update of [gone, late, far, Y.encodeStateAsUpdate(other)]) {
    expect(decoded(update).length).toBeGreaterThan(0);
    expect(told(update)).toEqual(decoded(update));
  }
});

test('CO-L23 words are found one by one, merged, and behind a gap', () => {
  const [ana, ben] = [new Author(1), new Author(2)];
  const [begun, first, second, third] = [ana.begin(), ana.word(), ana.word(), ana.word()];
  const others = [ben.begin(), ben.word()];
  expect(wordsIn(begun)).toEqual([]);
  expect(wordsIn(second)).toEqual([{ clientId: 1, from: 1, until: 2 }]);
  const merged = wordsIn(Y.mergeUpdates([begun, first, third, ...others]));
  expect(merged).toEqual([
    { clientId: 2, from: 0, until: 1 },
    { clientId: 1, from: 0, until: 1 },
    { clientId: 1, from: 2, until: 3 },
  ]);
});
