import type { Node as DocumentNode } from '@tiptap/pm/model';
import { fitsList, isList } from './move-range';

/** Where a block is on the screen. */
export type Box = { top: number; bottom: number; left: number; right: number };
/** @returns the box of the block that begins at a place; null where it is not shown */
export type BoxOf = (at: number) => Box | null;
/** A place between blocks, and the line that shows it. */
export type DropPlace = { at: number; y: number; left: number; right: number };

/** What holds blocks, and is entered by a drop. */
const HOLDERS = new Set(['blockquote', 'callout', 'details']);

type Around = { boxOf: BoxOf; y: number; dragged: readonly DocumentNode[] };
type Child = { node: DocumentNode; at: number; box: Box };

function childAt(parent: DocumentNode, start: number, index: number, boxOf: BoxOf): Child | null {
  const node = parent.maybeChild(index);
  if (!node) return null;
  let at = start;
  for (let before = 0; before < index; before += 1) at += parent.child(before).nodeSize;
  const box = boxOf(at);
  return box && { node, at, box };
}

/** The first child that does not end above the height; where all do, the last one. */
function childAtHeight(
  parent: DocumentNode,
  start: number,
  { boxOf, y }: Around,
): { child: Child; index: number } | null {
  let [low, high] = [0, parent.childCount - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    const child = childAt(parent, start, middle, boxOf);
    if (!child) return null;
    if (child.box.bottom < y) low = middle + 1;
    else high = middle;
  }
  const child = childAt(parent, start, low, boxOf);
  return child && { child, index: low };
}

const lineAt = (at: number, y: number, { left, right }: Box): DropPlace => ({ at, y, left, right });
const above = ({ at, box }: Child): DropPlace => lineAt(at, box.top, box);
const below = ({ at, node, box }: Child): DropPlace => lineAt(at + node.nodeSize, box.bottom, box);
const isBelowMiddle = (y: number, top: number, bottom: number): boolean => y > (top + bottom) / 2;

/** Before an item of a list or after it. What cannot be an item goes to the end of the item above, or before the list. */
function besideItem(list: Child, { child, index }: { child: Child; index: number }, isAfter: boolean, around: Around) {
  const place = isAfter ? below(child) : above(child);
  if (around.dragged.every(fitsList)) return place;
  if (isAfter) return { ...place, at: place.at - 1 };
  return index === 0 ? above(list) : { ...place, at: place.at - 1 };
}

/** In an item: beside it, by the middle of its own lines, or in the list below them. */
function placeInItem(list: Child, item: { child: Child; index: number }, around: Around): DropPlace | null {
  const { node, at } = item.child;
  const found = childAtHeight(node, at + 1, around);
  if (!found) return null;
  const { child, index } = found;
  if (isList(child.node) && around.y >= child.box.top) return placeInList(child, around);
  // Its lines are what comes before the first list in it.
  let lists = 0;
  while (lists < node.childCount && !isList(node.child(lists))) lists += 1;
  const last = childAt(node, at + 1, Math.min(lists, node.childCount) - 1, around.boxOf);
  if (!last || index > lists) return besideItem(list, item, true, around);
  if (!isBelowMiddle(around.y, item.child.box.top, last.box.bottom)) return besideItem(list, item, false, around);
  const inner = childAt(node, at + 1, lists, around.boxOf);
  if (!inner) return besideItem(list, item, true, around);
  if (!around.dragged.every(fitsList)) return lineAt(inner.at, last.box.bottom, last.box);
  const first = childAt(inner.node, inner.at + 1, 0, around.boxOf);
  return first && above(first);
}

function placeInList(list: Child, around: Around): DropPlace | null {
  const item = childAtHeight(list.node, list.at + 1, around);
  return item && placeInItem(list, item, around);
}

/** In a quote, a callout or a part that folds, below its first line; above that it is the whole that is meant. */
function placeInHolder(holder: Child, around: Around): DropPlace | null {
  const first = childAt(holder.node, holder.at + 1, 0, around.boxOf);
  if (!first) return null;
  const isSummary = first.node.type.name === 'detailsSummary';
  const isAbove = around.y < first.box.top || (isSummary && !isBelowMiddle(around.y, first.box.top, first.box.bottom));
  return isAbove ? above(holder) : placeIn(holder.node, holder.at + 1, around);
}

function placeIn(parent: DocumentNode, start: number, around: Around): DropPlace | null {
  const found = childAtHeight(parent, start, around);
  if (!found) return null;
  const { child } = found;
  const { y } = around;
  if (y <= child.box.top) return above(child);
  if (y >= child.box.bottom) return below(child);
  if (isList(child.node)) return placeInList(child, around);
  if (HOLDERS.has(child.node.type.name)) return placeInHolder(child, around);
  return isBelowMiddle(y, child.box.top, child.box.bottom) ? below(child) : above(child);
}

/**
 * Where blocks go that are dropped at a height, wherever beside the text: above or below the block there, by its middle;
 * between two blocks, to where both stand; into lists and quotes.
 * @param dragged the blocks
 */
export function dropPlaceAt(
  doc: DocumentNode,
  boxOf: BoxOf,
  y: number,
  dragged: readonly DocumentNode[],
): DropPlace | null {
  return placeIn(doc, 0, { boxOf, y, dragged });
}
