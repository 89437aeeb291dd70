import { Node as DocumentNode } from '@tiptap/pm/model';
import { AllSelection, EditorState, NodeSelection, type Selection, TextSelection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { describe, expect, test } from 'vitest';
import { documentSchema } from '@/server/domains/knowledge/document.schema';
import { endSelection } from './writing-keys';

const paragraph = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] });
const figure = {
  type: 'figure',
  attrs: { src: '/files/a.png' },
  content: [{ type: 'figureCaption', content: [{ type: 'text', text: 'Caption' }] }],
};

/** Where the caret is after what was selected is so no more; null where nothing was. */
function ended(content: object[], select: (doc: DocumentNode) => Selection): number | null {
  const doc = DocumentNode.fromJSON(documentSchema(), { type: 'doc', content });
  let state = EditorState.create({ doc, selection: select(doc) });
  const view = {
    get state() {
      return state;
    },
    dispatch: (tr: EditorState['tr']) => {
      state = state.apply(tr);
    },
  };
  if (!endSelection(view as unknown as EditorView)) return null;
  expect(state.selection).toBeInstanceOf(TextSelection);
  expect(state.selection.empty).toBe(true);
  return state.selection.head;
}

describe('what Escape ends', () => {
  test('ED-T81 a selection ends where its head is; a block chosen as a whole in its words, a divider in those before it', () => {
    const lines = [paragraph('one'), { type: 'horizontalRule' }, figure];
    expect(ended(lines, (doc) => TextSelection.create(doc, 2, 2))).toBeNull();
    expect(ended(lines, (doc) => TextSelection.create(doc, 1, 3))).toBe(3);
    expect(ended(lines, (doc) => TextSelection.create(doc, 3, 1))).toBe(1);
    expect(ended(lines, (doc) => NodeSelection.create(doc, 5))).toBe(4);
    expect(ended(lines, (doc) => NodeSelection.create(doc, 6))).toBe(8);
    expect(ended(lines, (doc) => new AllSelection(doc))).toBe(15);
    expect(ended([{ type: 'horizontalRule' }], (doc) => NodeSelection.create(doc, 0))).toBeNull();
  });
});
