import { type Node as DocumentNode, Fragment, type NodeRange } from '@tiptap/pm/model';
import { type EditorState, NodeSelection, Selection, TextSelection, type Transaction } from '@tiptap/pm/state';

/** What holds blocks and lets them out at its edges; an item cannot leave its list. */
const LETS_OUT = new Set(['blockquote', 'callout', 'details']);

/** The selection as it was, in content that stands `by` further on. */
function shifted(tr: Transaction, { selection }: EditorState, by: number): Selection {
  if (selection instanceof NodeSelection) return NodeSelection.create(tr.doc, selection.from + by);
  const [anchor, head] = [tr.doc.resolve(selection.anchor + by), tr.doc.resolve(selection.head + by)];
  return anchor.parent.inlineContent && head.parent.inlineContent
    ? TextSelection.between(anchor, head)
    : Selection.near(head);
}

/** Takes the blocks out of what holds them and puts them in front of it or after it. */
function moveOut(state: EditorState, range: NodeRange, step: -1 | 1): Transaction | null {
  const { parent, startIndex, endIndex, start, end, depth, $from } = range;
  const left = parent.childCount - (endIndex - startIndex) - (parent.type.name === 'details' ? 1 : 0);
  if (!LETS_OUT.has(parent.type.name) || left < 1) return null;
  const content = state.doc.slice(start, end).content;
  const tr = state.tr.delete(start, end);
  const at = step < 0 ? $from.before(depth) : tr.mapping.map($from.after(depth));
  tr.insert(at, content);
  return tr.setSelection(shifted(tr, state, at - start));
}

/** Moves blocks past the one before or after them; at the edge of a quote or a callout out of it. Null where nothing is. */
export function moveBlocks(state: EditorState, range: NodeRange, step: -1 | 1): Transaction | null {
  const { parent, startIndex, endIndex, start, end } = range;
  const firstIndex = parent.type.name === 'details' ? 1 : 0;
  const isAtEdge = step < 0 ? startIndex <= firstIndex : endIndex >= parent.childCount;
  if (isAtEdge) return moveOut(state, range, step);
  // The neighbour goes past them, so that the caret and whoever writes in them stay where they are.
  const neighbour = parent.child(step < 0 ? startIndex - 1 : endIndex);
  const size = neighbour.nodeSize;
  return step < 0
    ? state.tr.insert(end, neighbour).delete(start - size, start)
    : state.tr.delete(end, end + size).insert(start, neighbour);
}

/** A heading's further names lead to one place only. */
function copyOf(node: DocumentNode): DocumentNode {
  if (node.isText) return node;
  const children: DocumentNode[] = [];
  node.forEach((child) => void children.push(copyOf(child)));
  const attrs = node.type.name === 'heading' ? { ...node.attrs, anchor: null } : node.attrs;
  return node.type.create(attrs, Fragment.from(children), node.marks);
}

/** Puts the blocks once more after themselves, the caret in the copy. */
export function duplicateBlocks(state: EditorState, range: NodeRange): Transaction {
  const { parent, startIndex, endIndex, start, end } = range;
  const copies = Array.from({ length: endIndex - startIndex }, (_, at) => copyOf(parent.child(startIndex + at)));
  const tr = state.tr.insert(end, copies);
  const { from, to } = state.selection;
  return from >= start && to <= end ? tr.setSelection(shifted(tr, state, end - start)) : tr;
}

/** Takes the blocks away, and with them what held nothing else. */
export function deleteBlocks(state: EditorState, { start, end }: NodeRange): Transaction {
  const tr = state.tr.deleteRange(start, end);
  return tr.setSelection(Selection.near(tr.doc.resolve(Math.min(start, tr.doc.content.size)), -1));
}
