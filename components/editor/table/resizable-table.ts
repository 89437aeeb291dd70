import { Table } from '@tiptap/extension-table';
import { columnResizingPlugin } from './column-edges';
import { COLUMN_WIDTH_MIN_PX } from './column-limits';
import { evenTablesPlugin, tableEditingPlugin } from './even-tables';
import { ResizableTableView } from './table-view';

const HANDLE_WIDTH_PX = 6;

/**
 * The document's table, whose columns are resized by dragging their edges. Tiptap's own takes the way to do so away for
 * good where the text cannot be changed at first, as it is while it is being opened. What several people do to one table at
 * the same moment is put in order as `evenTables` does.
 */
export const ResizableTable = Table.extend({
  addProseMirrorPlugins() {
    return [
      columnResizingPlugin({
        handleWidth: HANDLE_WIDTH_PX,
        cellMinWidth: COLUMN_WIDTH_MIN_PX,
        defaultCellMinWidth: COLUMN_WIDTH_MIN_PX,
        View: null,
      }),
      evenTablesPlugin(),
      tableEditingPlugin({ allowTableNodeSelection: this.options.allowTableNodeSelection }),
    ];
  },
}).configure({
  resizable: false,
  cellMinWidth: COLUMN_WIDTH_MIN_PX,
  View: ResizableTableView,
  HTMLAttributes: { dir: 'auto' },
});
