import type { Node as DocumentNode, Fragment } from '@tiptap/pm/model';
import type { Command, Selection } from '@tiptap/pm/state';
import { isInTable, moveTableColumn, moveTableRow, selectedRect, TableMap } from '@tiptap/pm/tables';
import { StepMap } from '@tiptap/pm/transform';

/** What is moved in a table as one. */
export type LineKind = 'row' | 'column';

/** What stands in the cells of a row or a column. */
type Line = readonly Fragment[];

function linesOf(table: DocumentNode, kind: LineKind): Line[] {
  const map = TableMap.get(table);
  const { width: right, height: bottom } = map;
  return Array.from({ length: kind === 'row' ? bottom : right }, (_, at) => {
    const ends = kind === 'row' ? { top: at, bottom: at + 1 } : { left: at, right: at + 1 };
    const cells = map.cellsInRect({ top: 0, left: 0, bottom, right, ...ends });
    return cells.map((cell) => (table.nodeAt(cell) as DocumentNode).content);
  });
}

const isLike = (one: Line, other: Line | undefined): boolean =>
  one.length === other?.length && one.every((cell, at) => cell.eq(other[at] as Fragment));

/** Where each line of a table is in another version of it. @returns null where more changed than their order, or nothing */
function newPlaces(before: DocumentNode, after: DocumentNode, kind: LineKind): Map<number, number> | null {
  const [lines, later] = [linesOf(before, kind), linesOf(after, kind)];
  if (lines.length !== later.length) return null;
  const moved = [...lines.keys()].filter((at) => !isLike(lines[at] as Line, later[at]));
  const [places, left] = [new Map<number, number>(), new Set(moved)];
  for (const at of moved) {
    // Of several that are the same the first stays the first.
    const place = [...left].find((one) => isLike(lines[at] as Line, later[one]));
    if (place === undefined) return null;
    left.delete(place);
    places.set(at, place);
  }
  return places.size > 0 ? places : null;
}

type Table = { node: DocumentNode; depth: number; start: number };

function tableAround({ $from, to }: Selection): Table | null {
  for (let depth = $from.sharedDepth(to); depth > 0; depth -= 1) {
    const node = $from.node(depth);
    if (node.type.spec.tableRole === 'table') return { node, depth, start: $from.start(depth) };
  }
  return null;
}

/** What was chosen in a table, in the same cells of another version of it. @returns null where one of them is elsewhere */
function inNewPlaces(
  selection: Selection,
  { node, depth, start }: Table,
  after: DocumentNode,
  kind: LineKind,
  places: ReadonlyMap<number, number>,
): Selection | null {
  const { doc } = selection.$from;
  const [map, later] = [TableMap.get(node), TableMap.get(after.nodeAt(start - 1) as DocumentNode)];
  let isFound = true;
  const placeOf = (place: number): number => {
    const $place = doc.resolve(place);
    // Where whole cells are chosen, the place is in front of one.
    const cell = $place.depth > depth + 1 ? $place.before(depth + 2) : place;
    const { top, left } = map.findCell(cell - start);
    const line = places.get(kind === 'row' ? top : left);
    const [row, column] = kind === 'row' ? [line ?? top, left] : [top, line ?? left];
    const now = start + (later.map[row * later.width + column] ?? 0);
    isFound &&= line !== undefined && after.nodeAt(now)?.content.eq(doc.nodeAt(cell)?.content as Fragment) === true;
    return isFound ? now + place - cell : start;
  };
  const mapped = selection.map(after, { map: placeOf, mapResult: (place) => StepMap.empty.mapResult(placeOf(place)) });
  return isFound ? mapped : null;
}

/** What is chosen in a table, or the caret there, in another version in which rows or columns of it changed places. */
export function inMovedLines(selection: Selection, after: DocumentNode): Selection | null {
  const table = tableAround(selection);
  const later = table && table.start <= after.content.size ? after.nodeAt(table.start - 1) : null;
  if (!table || later?.type !== table.node.type) return null;
  for (const kind of ['row', 'column'] as const) {
    const places = newPlaces(table.node, later, kind);
    if (places) return inNewPlaces(selection, table, after, kind, places);
  }
  return null;
}

/** Moves the row or column that one is in past the next one. What is chosen goes with it: the table is written anew. */
export function moveLine(kind: LineKind, step: -1 | 1): Command {
  return (state, dispatch) => {
    const table = isInTable(state) ? tableAround(state.selection) : null;
    if (!table) return false;
    const { left, right, top, bottom, map } = selectedRect(state);
    const [first, last, count] = kind === 'row' ? [top, bottom - 1, map.height] : [left, right - 1, map.width];
    const [from, to] = step < 0 ? [first, first - 1] : [last, last + 1];
    if (first !== last || to < 0 || to >= count) return false;
    const by = kind === 'row' ? moveTableRow : moveTableColumn;
    const line = linesOf(table.node, kind)[from] as Line;
    const go: typeof dispatch = (tr) => {
      const lines = linesOf(tr.doc.nodeAt(table.start - 1) as DocumentNode, kind);
      // Lines that cells hold together are passed at once, and those that are the same show no difference.
      let place = to;
      while (place in lines && !isLike(line, lines[place])) place += step;
      const there = inNewPlaces(state.selection, table, tr.doc, kind, new Map([[from, place]]));
      dispatch?.(there ? tr.setSelection(there) : tr);
    };
    return by({ from, to, select: false })(state, dispatch && go);
  };
}
