import { Editor } from '@tiptap/core';
import { splitBlock } from '@tiptap/pm/commands';
import { type Command, EditorState, TextSelection, type Transaction } from '@tiptap/pm/state';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import { expect, test, vi } from 'vitest';
import { documentExtensions, emptyDocument } from '@/server/domains/knowledge/document.schema';
import { goOnBelow, putFigure } from './nodes/insert-figure';
import { insertAtOnce } from './paste/insert';
import { line, moveBlock } from './writer.testing';

// What makes links of addresses asks on which system it is.
vi.stubGlobal('navigator', { platform: 'Linux', userAgent: '' });
const editor = new Editor({ element: null, content: emptyDocument(), extensions: documentExtensions() });
const { schema, plugins } = editor.extensionManager;
const LINES = ['see www.exam.pl', 'Last line.'].map(line);
const behind = 1 + 'see www.exam.pl'.length;
const image = () => schema.nodes.figure?.createAndFill({ src: '/files/a.png' }) as never;
const words = (text: string) => schema.nodeFromJSON(line(text));

/** What is a link once something was done with the caret there. */
function linkedBy(act: Command, at = behind, blocks: object[] = LINES): string[] {
  const doc = schema.nodeFromJSON({ type: 'doc', content: blocks });
  let state = EditorState.create({ doc, plugins, selection: TextSelection.create(doc, at) });
  act(state, (tr) => {
    state = state.apply(tr);
  });
  const linked: string[] = [];
  state.doc.descendants((node) => {
    if (node.marks.some(({ type }) => type.name === 'link')) linked.push(node.text ?? '');
  });
  return linked;
}

const change =
  (make: (tr: Transaction) => Transaction): Command =>
  ({ tr }, dispatch) => {
    dispatch?.(make(tr));
    return true;
  };

/** A paste that has been read. */
const paste =
  (...blocks: never[]): Command =>
  (before, dispatch) => {
    let state = before;
    const view = {
      get state() {
        return state;
      },
      dispatch: (tr: Transaction) => {
        state = state.apply(tr);
        dispatch?.(tr);
      },
    };
    insertAtOnce({ state, view } as never, blocks, null);
    return true;
  };

test('ED-L35 an address becomes a link when one goes on behind it, or pastes it', () => {
  expect(linkedBy(change((tr) => tr.insertText(' ')))).toEqual(['www.exam.pl']);
  expect(linkedBy(splitBlock)).toEqual(['www.exam.pl']);
  expect(linkedBy(change((tr) => tr.replaceSelectionWith(schema.nodes.hardBreak?.create() as never)))).toEqual([
    'www.exam.pl',
  ]);
  const inBrackets = [line('see (www.exam.pl)')];
  expect(
    linkedBy(
      change((tr) => tr.insertText(' ')),
      behind + 2,
      inBrackets,
    ),
  ).toEqual(['www.exam.pl']);
  const pasted = [words('www.example.com '), words('More')] as never[];
  expect(linkedBy(paste(...pasted), 1, [line('')])).toEqual(['www.example.com']);
});

test('ED-L36 the half of an address becomes none by what a colleague writes, there or anywhere else', () => {
  const ofOthers = (make: (tr: Transaction) => Transaction) =>
    change((tr) => make(tr).setMeta(ySyncPluginKey, { isChangeOrigin: true }));
  expect(linkedBy(ofOthers((tr) => tr.insertText(' ')))).toEqual([]);
  // The sync plugin writes all of the page anew.
  const all = [...LINES, line('More.')].map((one) => schema.nodeFromJSON(one));
  expect(linkedBy(ofOthers((tr) => tr.replaceWith(0, tr.doc.content.size, all)))).toEqual([]);
});

test.each<[string, Command]>([
  [
    'an image below it',
    (state, dispatch) => change(() => goOnBelow(putFigure(state, behind, '/files/a.png') as never).tr)(state, dispatch),
  ],
  ['an image that is pasted behind it', paste(image())],
  ['lines and an image that are pasted behind it', paste(words('') as never, image(), words('More') as never)],
  [
    'the page written anew',
    change((tr) =>
      tr
        .replaceWith(0, tr.doc.content.size, [...tr.doc.children, words('More')])
        .setSelection(TextSelection.create(tr.doc, behind)),
    ),
  ],
])('ED-L37 nor by what comes to stand there while one types: %s', (_what, act) => {
  expect(linkedBy(act)).toEqual([]);
});

test('ED-L38 nor by moving the block that it is in', () => {
  const quote = [{ type: 'blockquote', content: [...LINES] }, line('After')];
  for (const toFirst of [true, false]) expect(linkedBy(moveBlock(toFirst), behind + 1, quote)).toEqual([]);
});
