import type { NodeType, ResolvedPos } from '@tiptap/pm/model';
import { type EditorState, NodeSelection, Selection, TextSelection, type Transaction } from '@tiptap/pm/state';
import type { Editor } from '@tiptap/react';

/**
 * Where a block goes that is put beside what is written: before the empty line of the caret, so that writing goes on
 * below it, otherwise after the line, or after what the line stands in.
 */
export function placeBeside($at: ResolvedPos, type: NodeType): number {
  for (let depth = $at.depth; depth > 0; depth -= 1) {
    const [parent, index] = [$at.node(depth - 1), $at.index(depth - 1)];
    const isEmptyLine = depth === $at.depth && $at.parent.type.name === 'paragraph' && $at.parent.content.size === 0;
    if (isEmptyLine && parent.canReplaceWith(index, index, type)) return $at.before(depth);
    if (parent.canReplaceWith(index + 1, index + 1, type)) return $at.after(depth);
  }
  return $at.depth === 0 ? $at.pos : $at.doc.content.size;
}

/** Where a block goes at a place: just there where blocks stand, otherwise beside what is written. */
export function placeOfBlock($at: ResolvedPos, type: NodeType): number {
  const { parent, pos } = $at;
  const isAmongBlocks = !parent.inlineContent && parent.canReplaceWith($at.index(), $at.index(), type);
  return isAmongBlocks ? pos : placeBeside(Selection.near($at).$to, type);
}

/** Something put into the text, and the place after it, for what comes next. */
export type Put = { tr: Transaction; next: number };

/** An image at a place, as a figure. Null where the text knows none. */
export function putFigure(state: EditorState, at: number, src: string): Put | null {
  const { schema, doc, tr } = state;
  const type = schema.nodes.figure;
  const figure = type?.createAndFill({ src });
  if (!type || !figure) return null;
  const place = placeOfBlock(doc.resolve(at), type);
  tr.insert(place, figure);
  // Before an empty line: it is written on in that line.
  return { tr, next: (place < at ? at : place) + figure.nodeSize };
}

/**
 * Where writing goes on once an image stands below the line at whose end the caret is: in the empty line below the image,
 * which is put there if need be. A caret elsewhere stays where it is.
 * @param put the image, and the place after it
 */
export function goOnBelow({ tr, next }: Put): Put {
  const { $from, empty } = tr.selection;
  const isAtEnd = empty && $from.depth > 0 && $from.parentOffset === $from.parent.content.size;
  const { nodeBefore, nodeAfter, parent } = tr.doc.resolve(next);
  const figureAt = next - (nodeBefore?.nodeSize ?? 0);
  const isLine = $from.parent.type.name === 'paragraph' || $from.parent.type.name === 'heading';
  if (!isAtEnd || !isLine || nodeBefore?.type.name !== 'figure' || $from.after() !== figureAt) return { tr, next };
  const line = parent.type.schema.nodes.paragraph;
  const isThere = nodeAfter !== null && nodeAfter.type === line && nodeAfter.content.size === 0;
  if (!isThere && line) tr.insert(next, line.create());
  return { tr: tr.setSelection(TextSelection.create(tr.doc, next + 1)), next };
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
