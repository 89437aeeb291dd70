import type { NodeType } from '@tiptap/pm/model';
import { type EditorState, NodeSelection } from '@tiptap/pm/state';
import type { Editor } from '@tiptap/react';
import { leaveRoomAfter } from '../writing-room';

/**
 * Where a block goes that is put beside what is written: before the empty line of the caret, so that writing goes on
 * below it, otherwise after the line, or after what the line stands in.
 */
export function placeBeside({ selection, doc }: Pick<EditorState, 'selection' | 'doc'>, type: NodeType): number {
  const { $to } = selection;
  for (let depth = $to.depth; depth > 0; depth -= 1) {
    const [parent, index] = [$to.node(depth - 1), $to.index(depth - 1)];
    const isEmptyLine = depth === $to.depth && $to.parent.type.name === 'paragraph' && $to.parent.content.size === 0;
    if (isEmptyLine && parent.canReplaceWith(index, index, type)) return $to.before(depth);
    if (parent.canReplaceWith(index + 1, index + 1, type)) return $to.after(depth);
  }
  return $to.depth === 0 ? $to.pos : doc.content.size;
}

/** Puts an image into the text as a figure. The caret stays where it is. */
export function insertFigure(editor: Editor, { src }: { src: string }): void {
  const { state, view } = editor;
  const type = state.schema.nodes.figure;
  const figure = type?.createAndFill({ src });
  if (!type || !figure) return;
  view.dispatch(state.tr.insert(placeBeside(state, type), figure).scrollIntoView());
  leaveRoomAfter(editor);
}

/** The figure that is chosen, or in whose caption the caret stands. */
export function figureAt({ selection, doc }: EditorState): { at: number; attrs: Record<string, unknown> } | null {
  if (selection instanceof NodeSelection && selection.node.type.name === 'figure') {
    return { at: selection.from, attrs: selection.node.attrs };
  }
  const { $from } = selection;
  if ($from.parent.type.name !== 'figureCaption') return null;
  const at = $from.before($from.depth - 1);
  return { at, attrs: doc.nodeAt(at)?.attrs ?? {} };
}

/** Changes one fact of the figure at the selection; the selection stays. */
export function changeFigure(editor: Editor, changes: Record<string, unknown>): void {
  const figure = figureAt(editor.state);
  if (!figure) return;
  const { tr } = editor.state;
  for (const [name, value] of Object.entries(changes)) tr.setNodeAttribute(figure.at, name, value);
  editor.view.dispatch(tr);
}

/** Removes the figure at the selection, with its caption. */
export function removeFigure(editor: Editor): void {
  const figure = figureAt(editor.state);
  const node = figure && editor.state.doc.nodeAt(figure.at);
  if (figure && node) editor.view.dispatch(editor.state.tr.delete(figure.at, figure.at + node.nodeSize));
  editor.commands.focus();
}
