import { TableView } from '@tiptap/extension-table';
import type { Node as DocumentNode } from '@tiptap/pm/model';
import { columnResizingPluginKey } from '@tiptap/pm/tables';
import type { EditorView } from '@tiptap/pm/view';

/** How wide the columns of a table are, as its document says. */
const widthsOf = (table: DocumentNode): string =>
  JSON.stringify(table.firstChild?.children.map(({ attrs: { colspan, colwidth } }) => [colspan, colwidth]));

/**
 * Tiptap's own leaves a column as wide as it was where the document does not say any more how wide it is, and makes one that
 * is being dragged as wide as before whenever a colleague writes in the table.
 */
export class ResizableTableView extends TableView {
  private isDragged = false;

  constructor(
    node: DocumentNode,
    cellMinWidth: number,
    private readonly view?: EditorView,
    attributes?: Record<string, unknown>,
  ) {
    super(node, cellMinWidth, view, attributes);
  }

  override update(node: DocumentNode): boolean {
    if (node.type !== this.node.type) return false;
    const wasDragged = this.isDragged;
    const isSame = widthsOf(node) === widthsOf(this.node);
    this.isDragged = Boolean(this.view && columnResizingPluginKey.getState(this.view.state)?.dragging);
    if (isSame && this.isDragged) {
      this.node = node;
      return true;
    }
    if (!isSame || wasDragged) this.colgroup.replaceChildren();
    return super.update(node);
  }
}
