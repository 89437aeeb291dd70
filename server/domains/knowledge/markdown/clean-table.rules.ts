import { CELL_ALIGNMENTS, CELL_SPAN_MAX, isColumnWidths } from '../document-values.schema';
import type { LooseNode } from './loose.rules';

/** Cells of one table, after rows are filled up to the same length. */
export const MAX_TABLE_CELLS = 50_000;

function span(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 ? Math.min(value, CELL_SPAN_MAX) : 1;
}

function align(value: unknown): string | null {
  return CELL_ALIGNMENTS.find((one) => one === value) ?? null;
}

/** What the schema knows of a cell: its spans, widths and alignment, each within its limits. */
export function cellAttrs(attrs: Record<string, unknown> = {}): Record<string, unknown> {
  const colwidth = isColumnWidths(attrs.colwidth) ? attrs.colwidth : null;
  return { colspan: span(attrs.colspan), rowspan: span(attrs.rowspan), colwidth, align: align(attrs.align) };
}

function emptyCell(like: string): LooseNode {
  return { type: like, attrs: cellAttrs(), content: [{ type: 'paragraph' }] };
}

/**
 * Fills short rows up, so that every row covers the same columns: the editor would otherwise do so by itself and
 * thereby change a document that somebody only opens.
 * @returns null when the table would be too large
 */
export function rectangular(rows: readonly LooseNode[]): LooseNode[] | null {
  const widths = coveredColumns(rows);
  // One by one: a call takes only so many arguments, and a table may have more rows.
  const width = widths.reduce((widest, one) => Math.max(widest, one), 1);
  if (width * rows.length > MAX_TABLE_CELLS) return null;
  return rows.map((row, index) => {
    const cells = row.content ?? [];
    const like = cells.at(-1)?.type ?? 'tableCell';
    const missing = width - (widths[index] ?? 0);
    return { ...row, content: [...cells, ...Array.from({ length: missing }, () => emptyCell(like))] };
  });
}

/** How many columns each row covers, counting cells that reach down into it. Clips spans that leave the table. */
function coveredColumns(rows: readonly LooseNode[]): number[] {
  const widths = rows.map(() => 0);
  for (const [index, row] of rows.entries()) {
    for (const cell of row.content ?? []) {
      const attrs = cell.attrs ?? {};
      const down = Math.min(span(attrs.rowspan), rows.length - index);
      attrs.rowspan = down;
      for (let at = index; at < index + down; at += 1) widths[at] = (widths[at] ?? 0) + span(attrs.colspan);
    }
  }
  return widths;
}
