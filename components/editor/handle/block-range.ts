import type { ResolvedPos } from '@tiptap/pm/model';
import { NodeRange } from '@tiptap/pm/model';
import { type EditorState, NodeSelection } from '@tiptap/pm/state';

/** What holds blocks that may be moved among themselves. */
const HOLDERS = new Set(['doc', 'blockquote', 'callout', 'details', 'bulletList', 'orderedList', 'taskList']);
const ITEMS = new Set(['listItem', 'taskItem']);
/** Its first line stands for the whole of it; what follows are blocks of their own. */
const WITH_FIRST_LINE = new Set(['blockquote', 'callout', 'details']);

function outermost($pos: ResolvedPos, names: ReadonlySet<string>): number | null {
  for (let depth = 1; depth <= $pos.depth; depth += 1) if (names.has($pos.node(depth).type.name)) return depth;
  return null;
}

const TABLE = new Set(['table']);

/** A place inside a table stands for the table: what is in its cells is not moved out of it. */
function outsideTables($pos: ResolvedPos, side: 'before' | 'after'): ResolvedPos {
  const depth = outermost($pos, TABLE);
  return depth === null ? $pos : $pos.doc.resolve($pos[side](depth));
}

/** The blocks of the selection, side by side in what holds them; null where there is none. */
export function selectedBlocks({ selection }: EditorState): NodeRange | null {
  const $from = outsideTables(selection.$from, 'before');
  const $to = outsideTables(selection.$to, 'after');
  const range = $from.blockRange($to, (holder) => HOLDERS.has(holder.type.name));
  // The line of a folding part that stays visible is no block of its own: it stands for the whole.
  if (range?.parent.type.name !== 'details' || range.startIndex > 0) return range;
  return blockAt(range.$from.doc.resolve(range.$from.before(range.depth)));
}

/** The one block that begins at a place. */
export function blockAt($pos: ResolvedPos): NodeRange | null {
  const node = $pos.nodeAfter;
  if (!node) return null;
  return new NodeRange($pos, $pos.doc.resolve($pos.pos + node.nodeSize), $pos.depth);
}

/**
 * Where the block begins that somebody means who points at a line: the item of a list, a block in a quote or a callout
 * below its first, which stands for the whole, otherwise what stands in the page, a table with everything in it.
 */
export function pointedBlock($pos: ResolvedPos): number | null {
  const $outside = outsideTables($pos, 'before');
  const isPart = (depth: number) =>
    WITH_FIRST_LINE.has($outside.node(depth).type.name) &&
    $outside.index(depth) > 0 &&
    $outside.index(depth) < $outside.node(depth).childCount;
  if (isPart($outside.depth)) return $outside.pos;
  for (let depth = $outside.depth; depth > 1; depth -= 1) {
    if (isPart(depth - 1) || ITEMS.has($outside.node(depth).type.name)) return $outside.before(depth);
  }
  if ($outside.depth > 0) return $outside.before(1);
  return $outside.nodeAfter ? $outside.pos : null;
}

/** Where the innermost block around the caret begins. */
export function caretBlock(state: EditorState): number | null {
  if (state.selection instanceof NodeSelection && state.selection.node.isBlock) return state.selection.from;
  return selectedBlocks(state)?.start ?? null;
}
