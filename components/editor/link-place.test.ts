import { EditorState, TextSelection } from '@tiptap/pm/state';
import { initProseMirrorDoc, prosemirrorJSONToYXmlFragment, ySyncPlugin } from '@tiptap/y-tiptap';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { DOCUMENT_FRAGMENT, documentSchema } from '@/server/domains/knowledge/document.schema';
import { followPlace, linkPlaceOf } from './link-place';

const words = (text: string, ...marks: object[]) => ({ type: 'text', text, marks });
const line = (...content: object[]) => ({ type: 'paragraph', content });
const LINK = { type: 'link', attrs: { href: 'https://example.com' } };

/** An editor on a shared document, its caret or selection at these places. */
function editorOn(blocks: object[], anchor: number, head = anchor): { shared: Y.XmlFragment; state: EditorState } {
  const shared = new Y.Doc().getXmlFragment(DOCUMENT_FRAGMENT);
  prosemirrorJSONToYXmlFragment(documentSchema(), { type: 'doc', content: blocks }, shared);
  const { doc, mapping } = initProseMirrorDoc(shared, documentSchema());
  const selection = TextSelection.create(doc, anchor, head);
  return { shared, state: EditorState.create({ doc, selection, plugins: [ySyncPlugin(shared, { mapping })] }) };
}

describe('what a link can be made of', () => {
  test.each<[string, object[], number, number, ReturnType<typeof linkPlaceOf>]>([
    ['words that are selected', [line(words('One two'))], 1, 4, 'words'],
    ['a link that the caret is in', [line(words('One', LINK))], 2, 2, 'words'],
    ['what is typed at a caret', [line(words('One'))], 4, 4, 'caret'],
    ['what is typed in an empty line', [line()], 1, 1, 'caret'],
    ['nothing among code', [{ type: 'codeBlock', content: [{ type: 'text', text: 'a = 1' }] }], 2, 2, null],
    ['nothing among words that are code', [line(words('a = 1', { type: 'code' }))], 3, 3, null],
  ])('ED-L33 %s', (_what, blocks, anchor, head, place) => {
    expect(linkPlaceOf(editorOn(blocks, anchor, head).state)).toBe(place);
  });
});

describe('ED-L34 a place in a shared text', () => {
  /** What a colleague does, as it comes. */
  function told(shared: Y.XmlFragment, change: (theirs: Y.XmlFragment) => void): void {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(shared.doc as Y.Doc));
    doc.transact(() => change(doc.getXmlFragment(DOCUMENT_FRAGMENT)));
    Y.applyUpdate(shared.doc as Y.Doc, Y.encodeStateAsUpdate(doc));
  }
  const textOf = (fragment: Y.XmlFragment, index: number) => (fragment.get(index) as Y.XmlElement).get(0) as Y.XmlText;
  const BLOCKS = [line(words('One')), line(words('Two')), line()];

  test.each<[string, number, (theirs: Y.XmlFragment) => void, boolean]>([
    ['is there while others write above it', 8, (theirs) => textOf(theirs, 0).insert(0, 'Words '), false],
    ['is there when words around it go', 8, (theirs) => textOf(theirs, 1).delete(0, 3), false],
    ['is gone with its line', 8, (theirs) => theirs.delete(1, 1), true],
    ['is gone with its empty line', 11, (theirs) => theirs.delete(2, 1), true],
    [
      'goes along with a line that is turned into a heading',
      8,
      (theirs) => {
        const heading = new Y.XmlElement('heading');
        heading.insert(0, [new Y.XmlText('Two')]);
        theirs.delete(1, 1);
        theirs.insert(1, [heading]);
      },
      false,
    ],
  ])('%s', (_what, at, change, isGone) => {
    const { shared, state } = editorOn(BLOCKS, at);
    const place = followPlace(state, at);
    expect(place.isGone()).toBe(false);
    told(shared, change);
    expect(place.isGone()).toBe(isGone);
    place.end();
  });
});
