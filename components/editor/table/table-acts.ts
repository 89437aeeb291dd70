import {
  IconArrowAutofitWidth,
  IconArrowDown,
  IconArrowLeft,
  IconArrowRight,
  IconArrowsDiagonal,
  IconArrowsDiagonalMinimize,
  IconArrowsHorizontal,
  IconArrowUp,
  IconColumnInsertLeft,
  IconColumnInsertRight,
  IconColumnRemove,
  IconRowInsertBottom,
  IconRowInsertTop,
  IconRowRemove,
  IconTableColumn,
  IconTableRow,
  IconTrash,
} from '@tabler/icons-react';
import { mergeCells, splitCell } from '@tiptap/pm/tables';
import type { Editor } from '@tiptap/react';
import { WORDS } from '../labels';
import type { ToolIcon } from '../tool';
import { newUndoStep } from '../undo-steps';
import { freeColumns, hasOwnWidth, resizeColumns } from './column-width';
import { type LineKind, moveLine } from './moved-lines';

export type TableAct = {
  label: string;
  icon: ToolIcon;
  keys?: string;
  run: (editor: Editor) => void;
  /** Where it is not, it can be done always. */
  can?: (editor: Editor) => boolean;
  /** Done several times in a row: its menu stays open. */
  isRepeated?: boolean;
};

export type TableMenu = { name: 'row' | 'column' | 'cell'; label: string; icon: ToolIcon; acts: TableAct[] };

const moving = (kind: LineKind, step: -1 | 1): Pick<TableAct, 'run' | 'can'> => ({
  run: (editor) => {
    // Taken back by itself, it leads back to the same cell.
    newUndoStep(editor);
    moveLine(kind, step)(editor.state, editor.view.dispatch);
    newUndoStep(editor);
    editor.commands.focus();
  },
  can: (editor) => moveLine(kind, step)(editor.state),
});

const ROW: TableAct[] = [
  { label: WORDS.rowAbove, icon: IconRowInsertTop, run: (editor) => editor.chain().focus().addRowBefore().run() },
  { label: WORDS.rowBelow, icon: IconRowInsertBottom, run: (editor) => editor.chain().focus().addRowAfter().run() },
  { label: WORDS.moveRowUp, icon: IconArrowUp, ...moving('row', -1) },
  { label: WORDS.moveRowDown, icon: IconArrowDown, ...moving('row', 1) },
  { label: WORDS.headerRow, icon: IconTableRow, run: (editor) => editor.chain().focus().toggleHeaderRow().run() },
  { label: WORDS.deleteRow, icon: IconRowRemove, run: (editor) => editor.chain().focus().deleteRow().run() },
];

const resizing = (step: -1 | 1): Pick<TableAct, 'run' | 'isRepeated'> => ({
  run: (editor) => void resizeColumns(editor, step),
  isRepeated: true,
});

const COLUMN: TableAct[] = [
  {
    label: WORDS.columnLeft,
    icon: IconColumnInsertLeft,
    run: (editor) => editor.chain().focus().addColumnBefore().run(),
  },
  {
    label: WORDS.columnRight,
    icon: IconColumnInsertRight,
    run: (editor) => editor.chain().focus().addColumnAfter().run(),
  },
  { label: WORDS.moveColumnLeft, icon: IconArrowLeft, ...moving('column', -1) },
  { label: WORDS.moveColumnRight, icon: IconArrowRight, ...moving('column', 1) },
  { label: WORDS.wider, icon: IconArrowsHorizontal, keys: 'Alt-Shift-→', ...resizing(1) },
  { label: WORDS.narrower, icon: IconArrowsDiagonalMinimize, keys: 'Alt-Shift-←', ...resizing(-1) },
  {
    label: WORDS.ownWidth,
    icon: IconArrowAutofitWidth,
    run: (editor) => {
      freeColumns(editor);
      editor.commands.focus();
    },
    can: hasOwnWidth,
  },
  {
    label: WORDS.headerColumn,
    icon: IconTableColumn,
    run: (editor) => editor.chain().focus().toggleHeaderColumn().run(),
  },
  { label: WORDS.deleteColumn, icon: IconColumnRemove, run: (editor) => editor.chain().focus().deleteColumn().run() },
];

const CELL: TableAct[] = [
  {
    label: WORDS.mergeCells,
    icon: IconArrowsDiagonal,
    run: (editor) => editor.chain().focus().mergeCells().run(),
    can: (editor) => mergeCells(editor.state),
  },
  {
    label: WORDS.splitCell,
    icon: IconArrowsDiagonalMinimize,
    run: (editor) => editor.chain().focus().splitCell().run(),
    can: (editor) => splitCell(editor.state),
  },
  { label: WORDS.deleteTable, icon: IconTrash, run: (editor) => editor.chain().focus().deleteTable().run() },
];

/** What can be done with the row, the column and the cells around the caret. */
export const TABLE_MENUS: readonly TableMenu[] = [
  { name: 'row', label: WORDS.row, icon: IconTableRow, acts: ROW },
  { name: 'column', label: WORDS.column, icon: IconTableColumn, acts: COLUMN },
  { name: 'cell', label: WORDS.cells, icon: IconArrowsDiagonal, acts: CELL },
];
