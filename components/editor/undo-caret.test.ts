import { Node as DocumentNode } from '@tiptap/pm/model';
import { expect, test } from 'vitest';
import { documentSchema } from '@/server/domains/knowledge/document.schema';
import { placeOfChange } from './undo-caret';

const built = (...lines: string[]): DocumentNode =>
  DocumentNode.fromJSON(documentSchema(), {
    type: 'doc',
    content: lines.map((text) => ({ type: 'paragraph', content: [{ type: 'text', text }] })),
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
  ['nothing', ['one'], ['one'], null],
])('ED-T26 the caret goes to where the change is: %s', (_what, before, after, place) => {
  expect(placeOfChange(built(...before), built(...after))).toBe(place);
});
