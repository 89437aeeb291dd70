import type { Element, Root } from 'hast';
import { READING_WIDTH_PX } from '@/components/ui/reading-width';
import { COLUMN_WIDTH_MAX_PX, COLUMN_WIDTH_MIN_PX } from '../table/column-limits';
import type { PasteContext } from './context';
import { attributeOf, elementsIn, isBlank, isElement, ownStyle } from './hast';
import type { HtmlSource } from './read-html';

type Side = 'left' | 'center' | 'right';
/** A cell of a table, and the first of the columns it covers. */
type Cell = { cell: Element; row: Element; column: number; span: number };

const PX_PER: Record<string, number> = { '': 1, px: 1, pt: 4 / 3, pc: 16, in: 96, cm: 96 / 2.54, mm: 96 / 25.4 };
const LENGTH = /^(\d+(?:\.\d+)?|\.\d+)\s*(px|pt|pc|in|cm|mm|%)?$/;
const SIDES: Record<string, Side> = { left: 'left', center: 'center', middle: 'center', right: 'right', end: 'right' };
/** What Google Sheets gives to a column that nobody made wider or narrower. */
const SHEETS_WIDTH = '100';
/** More columns than anybody sees: what stands beyond them stays as it is. */
const COLUMNS_MAX = 1_000;

/** Every table with what it says of its columns, at the cells: how wide they are, and on which side their words stand. */
export function columnsToCells(root: Root, context: PasteContext, source: HtmlSource): void {
  for (const table of elementsIn(root).filter(({ tagName }) => tagName === 'table')) {
    const cells = cellsOf(table);
    const widths = widthsOf(table, cells, source);
    for (const one of cells) {
      setWidths(one, widths);
      setSide(one.cell, sideOf(one, context));
    }
    headsLikeColumns(cells);
  }
}

const partsOf = (parent: Element, ...names: string[]): Element[] =>
  parent.children.filter(isElement).filter(({ tagName }) => names.includes(tagName));

function rowsOf(table: Element): Element[] {
  return partsOf(table, 'thead', 'tbody', 'tfoot', 'tr').flatMap((part) =>
    part.tagName === 'tr' ? [part] : partsOf(part, 'tr'),
  );
}

function count(element: Element, name: string): number {
  const value = Number(attributeOf(element, name) || 1);
  return Number.isInteger(value) && value >= 1 ? Math.min(value, COLUMNS_MAX) : 1;
}

/** The cells with their columns: beside those that reach down from rows above. */
function cellsOf(table: Element): Cell[] {
  const cells: Cell[] = [];
  /** Of each column: how many more rows it is taken in. */
  const taken: number[] = [];
  for (const row of rowsOf(table)) {
    let column = 0;
    const down: [column: number, rows: number][] = [];
    for (const cell of partsOf(row, 'td', 'th')) {
      while ((taken[column] ?? 0) > 0) column += 1;
      if (column >= COLUMNS_MAX) break;
      const [span, rows] = [count(cell, 'colspan'), count(cell, 'rowspan')];
      cells.push({ cell, row, column, span });
      for (let at = column; at < column + span; at += 1) down.push([at, rows]);
      column += span;
    }
    for (const [at, rows] of taken.entries()) if (rows > 0) taken[at] = rows - 1;
    for (const [at, rows] of down) taken[at] = rows - 1;
  }
  return cells;
}

/** How wide it says that it is; null where it does not. */
function widthOf(one: Element): number | null {
  const said = ownStyle(one, 'width') || attributeOf(one, 'width').trim().toLowerCase();
  const [, value = '', unit = ''] = LENGTH.exec(said) ?? [];
  const width = unit === '%' ? (Number(value) / 100) * READING_WIDTH_PX : Number(value) * (PX_PER[unit] ?? 1);
  if (value === '' || width < 1) return null;
  return Math.round(Math.min(Math.max(width, COLUMN_WIDTH_MIN_PX), COLUMN_WIDTH_MAX_PX));
}

/** Sheets give every column a width: whether this one is nobody's choice. */
const isLeftAsItWas: Partial<Record<HtmlSource, (column: Element) => boolean>> = {
  excel: (column) => ownStyle(column, 'mso-width-source') !== 'userset',
  google_sheets: (column) => attributeOf(column, 'width') === SHEETS_WIDTH,
};

/** Of each column its width, as the table's columns say, otherwise as the first of its own cells that does. */
function widthsOf(table: Element, cells: readonly Cell[], source: HtmlSource): (number | null)[] {
  const columns = [table, ...partsOf(table, 'colgroup')].flatMap((part) => partsOf(part, 'col'));
  if (columns.length > 0) {
    return columns
      .flatMap((column) => {
        const width = isLeftAsItWas[source]?.(column) ? null : widthOf(column);
        return Array.from({ length: count(column, 'span') }, () => width);
      })
      .slice(0, COLUMNS_MAX);
  }
  const widths: (number | null)[] = [];
  for (const { cell, column, span } of cells) if (span === 1) widths[column] ??= widthOf(cell);
  return widths;
}

function setWidths({ cell, column, span }: Cell, widths: readonly (number | null)[]): void {
  const own = Array.from({ length: span }, (_, at) => widths[column + at] ?? 0);
  if (own.some((width) => width > 0)) cell.properties.colwidth = own.join(',');
}

function sideIn(one: Element, context: PasteContext): Side | undefined {
  const classes = attributeOf(one, 'class').split(/\s+/);
  const byClass = classes.map((name) => context.classes.get(name)?.get('text-align')).findLast((side) => side);
  return SIDES[(ownStyle(one, 'text-align') || attributeOf(one, 'align') || byClass || '').trim().toLowerCase()];
}

/** The side that a cell's words stand on: what it says itself, all that is in it, or the row. */
function sideOf({ cell, row }: Cell, context: PasteContext): Side | undefined {
  const blocks = cell.children.filter((child) => !isBlank(child));
  const [inner, ...others] = new Set(blocks.map((block) => (isElement(block) ? sideIn(block, context) : undefined)));
  return (others.length === 0 ? inner : undefined) ?? sideIn(cell, context) ?? sideIn(row, context);
}

/** From here on nothing else says on which side the words of a cell stand. */
function setSide(cell: Element, side: Side | undefined): void {
  delete cell.properties.style;
  delete cell.properties.align;
  if (side !== undefined) cell.properties.align = side;
}

/** A head that says nothing stands on the side on which all that is below it stands. */
function headsLikeColumns(cells: readonly Cell[]): void {
  const below = new Map<number, Set<unknown>>();
  for (const { cell, column, span } of cells) {
    if (cell.tagName !== 'td') continue;
    for (let at = column; at < column + span; at += 1)
      below.set(at, (below.get(at) ?? new Set()).add(cell.properties.align));
  }
  for (const { cell, column, span } of cells) {
    const [side, ...others] = below.get(column) ?? [];
    if (cell.tagName !== 'th' || span !== 1 || cell.properties.align !== undefined || others.length > 0) continue;
    if (typeof side === 'string') cell.properties.align = side;
  }
}
