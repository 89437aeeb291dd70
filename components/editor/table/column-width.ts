import { selectedRect, TableMap, type TableRect } from '@tiptap/pm/tables';
import type { Editor } from '@tiptap/react';
import { COLUMN_WIDTH_MAX_PX, COLUMN_WIDTH_MIN_PX } from './column-limits';

const STEP_PX = 24;

type CellAttributes = { colspan: number; colwidth: number[] | null };
type Cell = { at: number; attrs: CellAttributes; index: number };

/** The cells that lie in a column, and which of their own columns it is. */
function cellsOf({ table, map }: Pick<TableRect, 'table' | 'map'>, column: number): Cell[] {
  const cells: Cell[] = [];
  for (let row = 0; row < map.height; row += 1) {
    const at = map.map[row * map.width + column];
    const node = at === undefined ? null : table.nodeAt(at);
    if (at === undefined || !node || cells.some((cell) => cell.at === at)) continue;
    cells.push({ at, attrs: node.attrs as CellAttributes, index: column - map.colCount(at) });
  }
  return cells;
}

/** How wide a column is, as the document says or as it is seen. */
function widthOf(editor: Editor, rect: TableRect, column: number): number {
  const cells = cellsOf(rect, column);
  const kept = cells.map(({ attrs, index }) => attrs.colwidth?.[index]).find((width) => width);
  if (kept) return kept;
  const alone = cells.find(({ attrs }) => attrs.colspan === 1) ?? cells[0];
  const dom = alone && editor.view.nodeDOM(rect.tableStart + alone.at);
  return dom instanceof HTMLElement ? dom.offsetWidth / (alone?.attrs.colspan ?? 1) : COLUMN_WIDTH_MIN_PX;
}

function rectAt(editor: Editor): TableRect | null {
  return editor.isActive('table') ? selectedRect(editor.state) : null;
}

function setWidths(editor: Editor, rect: TableRect, widthOfColumn: (column: number) => number | null): void {
  const { tr } = editor.state;
  for (let column = rect.left; column < rect.right; column += 1) {
    const width = widthOfColumn(column);
    for (const { at, index } of cellsOf(rect, column)) {
      const node = tr.doc.nodeAt(rect.tableStart + at);
      if (!node) continue;
      const { colspan, colwidth: before } = node.attrs as CellAttributes;
      const colwidth = Array.from({ length: colspan }, (_, at) => before?.[at] ?? 0);
      colwidth[index] = width ?? 0;
      const kept = colwidth.some((one) => one > 0) ? colwidth : null;
      tr.setNodeMarkup(rect.tableStart + at, null, { ...node.attrs, colwidth: kept });
    }
  }
  editor.view.dispatch(tr);
}

/** Makes the columns of the selection narrower (-1) or wider by one step. @returns whether the selection is in a table */
export function resizeColumns(editor: Editor, step: -1 | 1): boolean {
  const rect = rectAt(editor);
  if (!rect) return false;
  setWidths(editor, rect, (column) => {
    const width = Math.round(widthOf(editor, rect, column)) + step * STEP_PX;
    return Math.min(Math.max(width, COLUMN_WIDTH_MIN_PX), COLUMN_WIDTH_MAX_PX);
  });
  return true;
}

/** Lets the columns of the selection be as wide as their words want again. */
export function freeColumns(editor: Editor): void {
  const rect = rectAt(editor);
  if (rect) setWidths(editor, rect, () => null);
}

/** Whether a column of the selection has a width of its own. */
export function hasOwnWidth(editor: Editor): boolean {
  const rect = rectAt(editor);
  if (!rect) return false;
  return TableMap.get(rect.table)
    .cellsInRect(rect)
    .some((at) => rect.table.nodeAt(at)?.attrs.colwidth);
}
