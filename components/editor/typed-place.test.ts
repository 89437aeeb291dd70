import { EditorState, TextSelection } from '@tiptap/pm/state';
import { initProseMirrorDoc, prosemirrorJSONToYXmlFragment } from '@tiptap/y-tiptap';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { DOCUMENT_FRAGMENT, documentSchema } from '@/server/domains/knowledge/document.schema';
import { typedAt } from './typed-place';
import { around, begin, linesOf, placesOf, syncBegun, Writer } from './writer.testing';

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

const QUOTED = [{ type: 'blockquote', content: [{ type: 'blockquote', content: [line()] }] }];
test.each([
  ['in a paragraph', [line(words('Begin.')), line()], 'Begin.', [1, 2]],
  ['in a paragraph, the other way round', [line(words('Begin.')), line()], 'Begin.', [2, 1]],
  ['in a quote in a quote', QUOTED, '', [1, 2]],
  ['in a quote in a quote, the other way round', QUOTED, '', [2, 1]],
  ['at the end of a line, beginning with the same letter', [line(words('Begin.'))], 'Begin.', [1, 2], ' '],
  ['the same, the other way round', [line(words('Begin.'))], 'Begin.', [2, 1], ' '],
])(
  'CO-O63 two who begin at one place at once write every letter once, and in order: %s',
  async (_where, blocks, first, ids, gap = '') => {
    const { shared } = editorOn(blocks, 1);
    const bytes = Y.encodeStateAsUpdate(shared.doc as Y.Doc);
    const [one, other] = ids.map((id) => new Writer(bytes, id)) as [Writer, Writer];
    await syncBegun();
    const [alpha, ones] = [`${gap}alpha bravo`, `${gap}11111 22222`];
    for (const [at, letter] of [...alpha].entries()) {
      one.type(letter);
      other.type(ones.charAt(at));
      const [mine, theirs] = [one.said.splice(0), other.said.splice(0)];
      one.hear(theirs);
      other.hear(mine);
    }
    expect([first + alpha + ones, first + ones + alpha]).toContain(one.text);
    one.hear(other.said);
    other.hear(one.said);
    expect(other.text).toBe(one.text);
  },
);

const item = (type: string, ...content: object[]) => ({ type, content: [line(...content)] });
const table = (...cells: object[]) => ({ type: 'table', content: [{ type: 'tableRow', content: cells }] });
const inLists = (list: string, one: string, ...content: object[]) => ({
  type: list,
  content: [item(one, words('a')), item(one, ...content), item(one, words('c'))],
});

test.each([
  ['a list', inLists('orderedList', 'listItem', words('here'))],
  ['a list, behind bold words', inLists('bulletList', 'listItem', words('he'), words('re', BOLD))],
  ['a quote', { type: 'blockquote', content: [line(words('a')), line(words('here')), line(words('c'))] }],
  ['a list of tasks', inLists('taskList', 'taskItem', words('here'))],
  ['a table', table(item('tableCell', words('a')), item('tableCell', words('here')), item('tableCell', words('c')))],
  ['a list in a quote', { type: 'blockquote', content: [inLists('orderedList', 'listItem', words('here'))] }],
])(
  'ED-T106 who writes at the end of a line in %s stays there while a colleague writes elsewhere',
  async (_what, block) => {
    const shared = begin([line(words('first')), block, line(words('last'))]);
    const [ana, ben] = [new Writer(shared, 1), new Writer(shared, 2)];
    await syncBegun();
    ben.goTo((placesOf(ben)[linesOf(ben).indexOf('here')] as number) + 'here'.length);
    for (const letter of ' she goes on') {
      ben.type(letter);
      ana.goTo(placesOf(ana)[0] as number);
      ana.type('a');
      const [said, heard] = [ben.said.splice(0), ana.said.splice(0)];
      ben.hear(heard);
      ana.hear(said);
    }
    expect(around(ben)).toEqual(['here she goes on', '']);
    expect(ana.state.doc.toJSON()).toEqual(ben.state.doc.toJSON());
  },
);

test('ED-T107 what is typed looks as it was typed, whatever stands before it', async () => {
  const shared = begin([inLists('orderedList', 'listItem', words('here'))]);
  const [ana, ben] = [new Writer(shared, 1), new Writer(shared, 2)];
  await syncBegun();
  const at = (placesOf(ben)[1] as number) + 'here'.length;
  ben.goTo(at);
  ben.does(({ tr }, dispatch) => {
    dispatch?.(
      tr
        .insert(at, documentSchema().text('bold', [documentSchema().mark('bold')]))
        .setSelection(TextSelection.create(tr.doc, at + 4)),
    );
    return true;
  });
  ana.hear(ben.said);
  expect(ana.state.doc.toJSON()).toEqual(ben.state.doc.toJSON());
  expect(ana.state.doc.toString()).toContain('"here", bold("bold")');
});
