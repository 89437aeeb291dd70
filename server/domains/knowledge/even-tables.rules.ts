import type { Node } from '@tiptap/pm/model';
import { TableMap, tableNodeTypes } from '@tiptap/pm/tables';
import { Transform } from '@tiptap/pm/transform';
import { PARAGRAPH_NODE } from './document.schema';

type Spans = { colspan: number; rowspan: number; colwidth: number[] | null };
/** A row, how many of its table's columns it fills, and the cells at its end that can go, the last first. */
type Row = { node: Node; end: number; width: number; spare: Node[] };

/** Whether a cell can go without a loss: there is nothing in it, and it takes one place. */
function isSpare({ attrs, content, type }: Node): boolean {
  return attrs.colspan === 1 && attrs.rowspan === 1 && content.eq(type.createAndFill()?.content ?? content);
}

function setSpans(tr: Transform, at: number, spans: ReadonlyMap<number, Partial<Spans>>): void {
  for (const [pos, changed] of spans) {
    const cell = at + 1 + pos;
    tr.setNodeMarkup(cell, null, { ...tr.doc.nodeAt(cell)?.attrs, ...changed });
  }
}

/** Cuts cells that reach over others or beyond the last row. @returns whether there were any */
function cutSpans(tr: Transform, at: number): boolean {
  const table = tr.doc.nodeAt(at) as Node;
  const cut = new Map<number, Spans>();
  for (const problem of TableMap.get(table).problems ?? []) {
    if (problem.type !== 'collision' && problem.type !== 'overlong_rowspan') continue;
    const whole = table.nodeAt(problem.pos)?.attrs as Spans;
    const { colspan, rowspan } = cut.get(problem.pos) ?? whole;
    const [right, down] = problem.type === 'collision' ? [problem.n, 0] : [0, problem.n];
    const columns = Math.min(colspan, Math.max(whole.colspan - right, 1));
    const colwidth = whole.colwidth?.slice(0, columns);
    cut.set(problem.pos, {
      colspan: columns,
      rowspan: right < whole.colspan ? Math.min(rowspan, whole.rowspan - down) : 1,
      colwidth: colwidth?.some((width) => width > 0) ? colwidth : null,
    });
  }
  setSpans(tr, at, cut);
  return cut.size > 0;
}

function rowsOf(table: Node, at: number): Row[] {
  const { map, width } = TableMap.get(table);
  let end = at;
  return table.children.map((node, index) => {
    end += node.nodeSize;
    const filled = map.slice(index * width, (index + 1) * width).filter((cell) => cell !== 0).length;
    const kept = node.children.findLastIndex((cell) => !isSpare(cell));
    return { node, end, width: filled, spare: node.children.slice(kept + 1).reverse() };
  });
}

const hasWords = ({ node, spare }: Row): boolean => spare.length < node.childCount;

/** Whether all columns were deleted, by several people: what a row has that somebody added meanwhile is empty. */
function isDeleted(table: Node, at: number): boolean {
  const rows = rowsOf(table, at);
  return !rows.some(hasWords) && rows.some(({ width }) => width === 0);
}

/** How wide a table is to be: as wide as more than half of its rows with words are, and as the words of each ask for. */
function widthOf(rows: readonly Row[]): number {
  const withWords = rows.filter(hasWords);
  const counted = withWords.length > 0 ? withWords : rows;
  const widths = counted.map(({ width }) => width).sort((one, other) => one - other);
  const ofMost = widths[Math.floor((counted.length - 1) / 2)] ?? 0;
  return Math.max(ofMost, ...rows.map(({ width, spare }) => width - spare.length));
}

function evenRows(tr: Transform, at: number): void {
  const table = tr.doc.nodeAt(at) as Node;
  if (!TableMap.get(table).problems?.some(({ type }) => type === 'missing')) return;
  const rows = rowsOf(table, at);
  const wanted = widthOf(rows);
  for (const { node, end, width, spare } of rows.reverse()) {
    let last = end;
    for (const { nodeSize } of spare.slice(0, Math.max(0, width - wanted))) {
      tr.delete(last - nodeSize, last);
      last -= nodeSize;
    }
    const type = node.lastChild?.type ?? tableNodeTypes(table.type.schema).cell;
    for (let lacking = wanted - width; lacking > 0; lacking -= 1) tr.insert(end, type.createAndFill() as Node);
  }
}

/** A column has one width. */
function evenWidths(tr: Transform, at: number): void {
  const widths = new Map<number, Partial<Spans>>();
  for (const problem of TableMap.get(tr.doc.nodeAt(at) as Node).problems ?? []) {
    if (problem.type === 'colwidth mismatch') widths.set(problem.pos, { colwidth: problem.colwidth });
  }
  setSpans(tr, at, widths);
}

function removeTable(tr: Transform, at: number): void {
  const $at = tr.doc.resolve(at);
  const end = at + (tr.doc.nodeAt(at) as Node).nodeSize;
  if ($at.parent.childCount > 1) tr.delete(at, end);
  else tr.replaceWith(at, end, tr.doc.type.schema.node(PARAGRAPH_NODE));
}

/**
 * Puts tables in order that several people changed at the same moment. All who have such a table open do this, and what each
 * of them adds comes together. So a cell too many is taken away again, the same by all, where `fixTables` would give one
 * more to every other row, and so on without an end: what takes away or sets is the same, however often it is done. Fewer
 * than half of the rows with words are filled up to what most of them have, so what is added never becomes what most have;
 * and nothing with words in it is taken away.
 * @param part of the document in which tables are looked at
 */
export function evenTables(doc: Node, part = { from: 0, to: doc.content.size }): Transform {
  const tables: number[] = [];
  doc.nodesBetween(part.from, part.to, (node, pos) => {
    if (node.type.spec.tableRole === 'table') tables.push(pos);
  });
  const tr = new Transform(doc);
  // The last comes first: those within another are before it, and what changes is behind all that are still to come.
  for (const at of tables.reverse()) {
    while (cutSpans(tr, at));
    if (isDeleted(tr.doc.nodeAt(at) as Node, at)) removeTable(tr, at);
    else {
      evenRows(tr, at);
      evenWidths(tr, at);
    }
  }
  return tr;
}
