import type { EditorView } from '@tiptap/pm/view';
import type { Editor } from '@tiptap/react';

/** Adds an empty paragraph at the end of the page and puts the caret into it. */
function addParagraphAtEnd(view: EditorView): void {
  const { state } = view;
  const paragraph = state.schema.nodes.paragraph;
  if (paragraph) view.dispatch(state.tr.insert(state.doc.content.size, paragraph.create()));
}

function endsWithParagraph(view: EditorView): boolean {
  return view.state.doc.lastChild?.type.name === 'paragraph';
}

/**
 * After a table, a code block or a divider at the end of the page there is always a line to write on. It is added when
 * one is inserted, never when a page is merely opened: opening changes nothing.
 */
export function leaveRoomAfter(editor: Editor): void {
  if (endsWithParagraph(editor.view)) return;
  // The selection stays as it is, also that of a block as a whole.
  addParagraphAtEnd(editor.view);
}

/** A click below the last block of the page begins a new line there, when that block is not a line of text itself. */
export function clickBelow(view: EditorView, event: MouseEvent): boolean {
  const last = view.dom.lastElementChild;
  if (!view.editable || event.target !== view.dom || !last || endsWithParagraph(view)) return false;
  if (event.clientY <= last.getBoundingClientRect().bottom) return false;
  addParagraphAtEnd(view);
  return false;
}
