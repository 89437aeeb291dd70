import { Selection, TextSelection } from '@tiptap/pm/state';
import type { Editor } from '@tiptap/react';

/** @returns whether blocks of code in this language are drawn */
export function isDrawn(language: unknown): boolean {
  return typeof language === 'string' && language.toLowerCase() === 'mermaid';
}

/** A folded source takes no room, so that the arrows of the browser would pass it by. */
export function stepIntoDiagram(editor: Editor, key: 'up' | 'down' | 'left' | 'right'): boolean {
  const { state, view } = editor;
  const { selection } = state;
  if (!(selection instanceof TextSelection) || !selection.empty || !view.endOfTextblock(key)) return false;
  const forward = key === 'down' || key === 'right';
  const edge = forward ? selection.$head.after() : selection.$head.before();
  const next = Selection.findFrom(state.doc.resolve(edge), forward ? 1 : -1, true);
  const block = next?.$from.parent;
  if (!next || block?.type.name !== 'codeBlock' || !isDrawn(block.attrs.language)) return false;
  view.dispatch(state.tr.setSelection(next).scrollIntoView());
  return true;
}
