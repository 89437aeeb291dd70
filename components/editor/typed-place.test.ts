import { EditorState, Selection, TextSelection } from '@tiptap/pm/state';
import { initProseMirrorDoc, prosemirrorJSONToYXmlFragment, updateYFragment } from '@tiptap/y-tiptap';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { DOCUMENT_FRAGMENT, documentSchema } from '@/server/domains/knowledge/document.schema';
import { shareTyped, typedAt } from './typed-place';

const BOLD = [{ type: 'bold' }];
const line = (...content: object[]) => ({ type: 'paragraph', content });
const words = (text: string, marks?: object[]) => ({ type: 'text', text, ...(marks ? { marks } : {}) });

/** An editor on a shared document. @param at where its caret is */
function editorOn(blocks: object[], at: number): { shared: Y.XmlFragment; state: EditorState } {
  const shared = new Y.Doc().getXmlFragment(DOCUMENT_FRAGMENT);
  prosemirrorJSONToYXmlFragment(documentSchema(), { type: 'doc', content: blocks }, shared);
  const { doc } = initProseMirrorDoc(shared, documentSchema());
  return { shared, state: EditorState.create({ doc, selection: TextSelection.create(doc, at) }) };
}

const typing = (state: EditorState, text: string): EditorState => state.apply(state.tr.insertText(text));

describe('CO-O60 letters are shared where they were typed', () => {
  test.each([
    ['before a letter that is the same', [line(words('One two'))], 4, ' ', 3],
    ['behind a letter that is the same', [line(words('One two'))], 5, ' ', 4],
    ['at the beginning', [line(words('aa'))], 1, 'a', 0],
    ['at the end', [line(words('aa'))], 3, 'a', 2],
    ['among words of different looks', [line(words('one '), words('bold', BOLD), words(' two'))], 9, 'd', 8],
    ['behind a break', [line(words('a'), { type: 'hardBreak' }, words('bb'))], 4, 'b', 1],
    ['in a list', [{ type: 'bulletList', content: [{ type: 'listItem', content: [line(words('bb'))] }] }], 4, 'b', 1],
  ])('%s', (_where, blocks, at, typed, index) => {
    const { shared, state } = editorOn(blocks, at);
    expect(typedAt(shared, state)).toBeNull();
    expect(typedAt(shared, typing(state, typed))).toMatchObject({ index, words: typed });
  });

  test('what is more than typing is left to the comparison of the texts', () => {
    const { shared, state } = editorOn([line(words('One two')), line(words('three'))], 4);
    expect(typedAt(shared, state.apply(state.tr.split(4)))).toBeNull();
    expect(typedAt(shared, state.apply(state.tr.delete(2, 3)))).toBeNull();
    const replaced = state.apply(state.tr.setSelection(TextSelection.create(state.doc, 1, 4)));
    expect(typedAt(shared, typing(replaced, 'Another'))).toBeNull();
    const elsewhere = state.apply(state.tr.insertText('!', 13));
    expect(typedAt(shared, elsewhere)).toBeNull();
  });
});

/** Somebody who writes in a shared document, in the first of its blocks. */
class Writer {
  readonly doc = new Y.Doc();
  private readonly shared = this.doc.getXmlFragment(DOCUMENT_FRAGMENT);

  hear(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update);
  }

  /** @param after which words; at the beginning when left out */
  type(letters: string, after = ''): void {
    const { doc, meta } = initProseMirrorDoc(this.shared, documentSchema());
    const place = Selection.atStart(doc).from + doc.textContent.indexOf(after) + after.length;
    const before = EditorState.create({ doc, selection: TextSelection.create(doc, place) });
    const now = typing(before, letters);
    this.doc.transact(() => {
      shareTyped(this.shared, meta.mapping, before, now);
      updateYFragment(this.doc, this.shared, now.doc, meta);
    });
  }

  get text(): string {
    return initProseMirrorDoc(this.shared, documentSchema()).doc.textContent;
  }
}

describe('CO-O63 two who begin in one empty line at the same moment write every letter once', () => {
  test.each([
    ['in a paragraph', [line()]],
    ['in a quote in a quote', [{ type: 'blockquote', content: [{ type: 'blockquote', content: [line()] }] }]],
  ])('%s', (_where, blocks) => {
    const { shared } = editorOn(blocks, 1);
    const [one, other] = [new Writer(), new Writer()];
    for (const writer of [one, other]) writer.hear(Y.encodeStateAsUpdate(shared.doc as Y.Doc));
    const meet = () => {
      const [first, second] = [one, other].map(({ doc }) => Y.encodeStateAsUpdate(doc)) as [Uint8Array, Uint8Array];
      one.hear(second);
      other.hear(first);
    };
    let [mine, theirs] = ['', ''];
    for (const at of [0, 1, 2, 3]) {
      one.type('abcd'.charAt(at), mine);
      other.type('1234'.charAt(at), theirs);
      mine += 'abcd'.charAt(at);
      theirs += '1234'.charAt(at);
      meet();
    }
    expect(['abcd1234', '1234abcd']).toContain(one.text);
    expect(other.text).toBe(one.text);
  });
});
