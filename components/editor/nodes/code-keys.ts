import { TextSelection } from '@tiptap/pm/state';
import type { Editor } from '@tiptap/react';

/** Selects the code around the caret. @returns false where it is all selected already, or there is none */
export function selectCode({ state, view }: Pick<Editor, 'state' | 'view'>): boolean {
  const { $from, $to } = state.selection;
  const { size } = $from.parent.content;
  if (!$from.sameParent($to) || $from.parent.type.name !== 'codeBlock' || size === 0) return false;
  if ($from.parentOffset === 0 && $to.parentOffset === size) return false;
  view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, $from.start(), $from.end())));
  return true;
}
