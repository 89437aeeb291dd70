import { Table } from '@tiptap/extension-table';
import { columnResizing } from '@tiptap/pm/tables';
import { COLUMN_WIDTH_MIN_PX } from './column-limits';
import { ResizableTableView } from './table-view';

const HANDLE_WIDTH_PX = 6;

/**
 * The document's table, whose columns are resized by dragging their edges. Tiptap's own takes the way to do so away for
 * good where the text cannot be changed at first, as it is while it is being opened.
 */
export const ResizableTable = Table.extend({
  addProseMirrorPlugins() {
    return [
      columnResizing({
        handleWidth: HANDLE_WIDTH_PX,
        cellMinWidth: COLUMN_WIDTH_MIN_PX,
        defaultCellMinWidth: COLUMN_WIDTH_MIN_PX,
        View: null,
      }),
      ...(this.parent?.() ?? []),
    ];
  },
}).configure({
  resizable: false,
  cellMinWidth: COLUMN_WIDTH_MIN_PX,
  View: ResizableTableView,
  HTMLAttributes: { dir: 'auto' },
});
