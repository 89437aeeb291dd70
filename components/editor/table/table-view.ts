import { TableView } from '@tiptap/extension-table';
import type { Node as DocumentNode } from '@tiptap/pm/model';

/** How wide the columns of a table are, as its document says. */
const widthsOf = (table: DocumentNode): string =>
  JSON.stringify(table.firstChild?.children.map(({ attrs: { colspan, colwidth } }) => [colspan, colwidth]));

/** Tiptap's own leaves a column as wide as it was where the document does not say any more how wide it is. */
export class ResizableTableView extends TableView {
  override update(node: DocumentNode): boolean {
    const isTable = node.type === this.node.type;
    if (isTable && widthsOf(node) !== widthsOf(this.node)) this.colgroup.replaceChildren();
    return super.update(node);
  }
}
