import { initProseMirrorDoc, prosemirrorJSONToYXmlFragment, updateYFragment } from '@tiptap/y-tiptap';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { DOCUMENT_FRAGMENT, documentSchema } from '@/server/domains/knowledge/document.schema';
import { isBlank, rangesIn, wordsIn } from './unsaved-marks';

const line = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] });

/** A text that is saved, and the changes that follow one another after that. @returns what is not saved of it */
function unsavedOf(saved: object[], ...changed: object[][]) {
  const doc = new Y.Doc();
  const shared = doc.getXmlFragment(DOCUMENT_FRAGMENT);
  prosemirrorJSONToYXmlFragment(documentSchema(), { type: 'doc', content: saved }, shared);
  const changes: Uint8Array[] = [];
  doc.on('update', (bytes: Uint8Array) => changes.push(bytes));
  for (const content of changed) {
    const { meta } = initProseMirrorDoc(shared, documentSchema());
    const node = documentSchema().nodeFromJSON({ type: 'doc', content });
    doc.transact(() => updateYFragment(doc, shared, node, meta));
  }
  const { doc: shown, meta } = initProseMirrorDoc(shared, documentSchema());
  const ranges = rangesIn({ type: shared, mapping: meta.mapping }, changes);
  return {
    ranges,
    words: wordsIn({ doc: shown }, ranges),
    isBlank: isBlank(changes),
    marked: ranges.map(({ from, to }) => shown.textBetween(from, to)),
  };
}

test.each([
  [
    'words at an end, typed letter by letter',
    [line('Known.')],
    [[line('Known. T')], [line('Known. To')]],
    [' To'],
    'To',
  ],
  ['words in the middle', [line('One four')], [[line('One xy four')]], ['xy '], 'xy'],
  ['in two lines', [line('One'), line('Two')], [[line('One!'), line('Two?')]], ['!', '?'], '!\n?'],
  ['a line of its own', [line('One')], [[line('One'), line('Two words')]], ['Two words'], 'Two words'],
  ['what was typed and taken away again', [line('One')], [[line('One two')], [line('One')]], [], ''],
  ['what was only taken away', [line('One two')], [[line('One')]], [], ''],
  ['deep in a list', [list('a')], [[list('ab')]], ['b'], 'b'],
])('CO-E68 the words that are not saved are found in the text: %s', (_what, saved, changed, marked, words) => {
  expect(unsavedOf(saved, ...changed)).toMatchObject({ marked, words });
});

function list(text: string): object {
  return {
    type: 'bulletList',
    content: [
      { type: 'listItem', content: [line('first')] },
      { type: 'listItem', content: [line(text)] },
    ],
  };
}

const bold = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text, marks: [{ type: 'bold' }] }] });
const figure = { type: 'figure', attrs: { src: '/files/a.png' }, content: [{ type: 'figureCaption' }] };

test.each<[string, object[][], boolean]>([
  ['a blank', [[line('One ')]], true],
  ['several, and an empty line', [[line('One ')], [line('One  '), { type: 'paragraph' }]], true],
  ['nothing', [], false],
  ['a blank and a letter', [[line('One ')], [line('One x')]], false],
  ['a blank in the place of a letter', [[line('On ')]], false],
  ['what was only taken away', [[line('On')]], false],
  ['what was only made bold', [[bold('One')]], false],
  ['an image', [[line('One'), figure]], false],
])('ED-L40 nobody misses blanks alone: %s', (_what, changed, blank) => {
  expect(unsavedOf([line('One')], ...changed).isBlank).toBe(blank);
});
