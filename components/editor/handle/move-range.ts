import { type Node as DocumentNode, Fragment, type NodeRange, type NodeType } from '@tiptap/pm/model';
import { type EditorState, Selection, TextSelection, type Transaction } from '@tiptap/pm/state';

const ITEM_OF: Record<string, string> = { bulletList: 'listItem', orderedList: 'listItem', taskList: 'taskItem' };

/** Whether a node is a list. */
export const isList = (node: DocumentNode): boolean => node.type.name in ITEM_OF;
const isItem = (node: DocumentNode): boolean => Object.values(ITEM_OF).includes(node.type.name);

/** Whether a block can be an item of a list, or is a list of such. */
export const fitsList = (node: DocumentNode): boolean => isItem(node) || isList(node) || node.type.name === 'paragraph';

/** The items that a list of this kind makes of a block; null where it makes none. */
function asItems(node: DocumentNode, list: NodeType): DocumentNode[] | null {
  const item = list.schema.nodes[ITEM_OF[list.name] ?? ''];
  if (!item || !fitsList(node)) return null;
  if (isList(node)) return node.children.flatMap((child) => asItems(child, list) ?? []);
  if (isItem(node)) return [node.type === item ? node : item.create(null, node.content)];
  return [item.create(null, node)];
}

/** Blocks as what holds them elsewhere takes them: items leave their list in one of its kind. Null: it takes none. */
function fitted(nodes: DocumentNode[], from: DocumentNode, into: DocumentNode): Fragment | null {
  if (isList(into)) {
    const items = nodes.map((node) => asItems(node, into.type));
    return items.includes(null) ? null : Fragment.from(items.flatMap((some) => some ?? []));
  }
  return isList(from) ? Fragment.from(from.type.create(null, nodes)) : Fragment.from(nodes);
}

/** At the end of the first line of what stands between two places, or at the first thing there. */
function caretIn(doc: DocumentNode, from: number, to: number): Selection {
  const line = Selection.findFrom(doc.resolve(from), 1, true);
  return line && line.head < to ? TextSelection.create(doc, line.$head.end()) : Selection.near(doc.resolve(from));
}

/** The caret goes with what is moved, so that one goes on from there. Null where nothing can move. */
export function moveRangeTo(state: EditorState, range: NodeRange, pos: number): Transaction | null {
  const { parent, startIndex, endIndex, start, end } = range;
  if (pos >= start && pos <= end) return null;
  const $pos = state.doc.resolve(pos);
  const content = fitted(parent.children.slice(startIndex, endIndex), parent, $pos.parent);
  if (!content || !$pos.parent.canReplace($pos.index(), $pos.index(), content)) return null;
  const tr = state.tr.insert(pos, content);
  const [inserted, from, to] = [tr.mapping.maps.length, tr.mapping.map(start), tr.mapping.map(end, -1)];
  tr.deleteRange(from, to);
  if (tr.doc.eq(state.doc)) return null;
  const at = tr.mapping.slice(inserted).map(pos);
  return tr.setSelection(caretIn(tr.doc, at, at + content.size));
}
