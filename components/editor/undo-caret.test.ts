import { setBlockType, wrapIn } from '@tiptap/pm/commands';
import { Node as DocumentNode } from '@tiptap/pm/model';
import { liftListItem, sinkListItem } from '@tiptap/pm/schema-list';
import { type Command, EditorState, TextSelection } from '@tiptap/pm/state';
import { expect, test } from 'vitest';
import { documentSchema } from '@/server/domains/knowledge/document.schema';
import { placeInLine, placeOfChange } from './undo-caret';

const built = (...lines: string[]): DocumentNode =>
  DocumentNode.fromJSON(documentSchema(), {
    type: 'doc',
    content: lines.map((text) => ({ type: 'paragraph', content: text ? [{ type: 'text', text }] : [] })),
  });

test.each([
  ['words taken back', ['one XYZ', 'two'], ['one', 'two'], 4],
  ['words brought again', ['one', 'two'], ['one XYZ', 'two'], 8],
  [
    'words brought again that end as what stands before them',
    ['in four minutes.'],
    ['in four minutes. Desk words.'],
    29,
  ],
  ['such words taken back', ['in four minutes. Desk words.'], ['in four minutes.'], 17],
  ['a letter of several that are the same', ['aaa', 'two'], ['aaaa', 'two'], 5],
  ['a line brought again', ['one', 'three'], ['one', 'two', 'three'], 9],
  ['a last line brought again', ['one'], ['one', 'two'], 9],
  ['a line parted again', ['one two'], ['one ', 'two'], 7],
  ['nothing', ['one'], ['one'], null],
])('ED-T26 the caret goes to where the change is: %s', (_what, before, after, place) => {
  expect(placeOfChange(built(...before), built(...after))).toBe(place);
});

const { listItem, heading, blockquote } = documentSchema().nodes;
const item = (text: string) => ({
  type: 'listItem',
  content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
});
const LISTED = DocumentNode.fromJSON(documentSchema(), {
  type: 'doc',
  content: [{ type: 'bulletList', content: [item('one'), item('mine'), item('three')] }],
});

test.each<[string, DocumentNode, Command]>([
  ['Tab in a list', LISTED, sinkListItem(listItem as never)],
  ['Shift+Tab in a list', LISTED, liftListItem(listItem as never)],
  ['a quote', built('one', 'mine', 'three'), wrapIn(blockquote as never)],
  ['a heading', built('one', 'mine', 'three'), setBlockType(heading as never, { level: 2 })],
])('ED-T26 the caret stays in its line when %s is taken back, and done again', (_what, doc, command) => {
  let place = 0;
  doc.descendants((node, at) => {
    if (node.text === 'mine') place = at + 2;
  });
  const before = EditorState.create({ doc, selection: TextSelection.create(doc, place) });
  let done = before;
  expect(before.selection.$head.parent.textContent).toBe('mine');
  command(before, (tr) => {
    done = before.apply(tr);
  });
  expect(done.doc.eq(doc)).toBe(false);
  const inLine = (doc: DocumentNode, place: number | null) => {
    const { parent, parentOffset } = doc.resolve(place ?? 0);
    return [parent.textContent, parentOffset];
  };
  const { parentOffset } = before.selection.$head;
  for (const [one, other] of [
    [done, before],
    [before, done],
  ] as const)
    expect(inLine(other.doc, placeInLine(one.selection.$head, other.doc))).toEqual(['mine', parentOffset]);
});

test.each([
  ['empty', ''],
  ['of the same words', 'same'],
])(
  'ED-T26 among lines that are %s the caret stays in its own when what was done to all is taken back',
  (_what, words) => {
    const doc = built(words, words, words);
    const all = TextSelection.create(doc, 1, doc.content.size - 1);
    let quoted = doc;
    wrapIn(blockquote as never)(EditorState.create({ doc, selection: all }), (tr) => {
      quoted = tr.doc;
    });
    expect(quoted.firstChild?.childCount).toBe(3);
    for (const line of [0, 1, 2].map((nth) => nth * (words.length + 2) + 1)) {
      expect(placeInLine(quoted.resolve(line + 1), doc)).toBe(line);
      expect(placeInLine(doc.resolve(line), quoted)).toBe(line + 1);
    }
  },
);

test('ED-T26 a caret in a line of other words goes to where the change is', () => {
  const [before, after] = [built('one', 'two'), built('one', 'twice')];
  expect(placeInLine(before.resolve(8), after)).toBeNull();
  expect(placeInLine(before.resolve(2), after)).toBeNull();
});
