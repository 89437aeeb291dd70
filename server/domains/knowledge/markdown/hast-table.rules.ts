import type { Element } from 'hast';
import type { LooseNode } from './loose.rules';

const SECTIONS = new Set(['thead', 'tbody', 'tfoot']);

function elements(parent: Element, ...names: string[]): Element[] {
  return parent.children.filter((child): child is Element => child.type === 'element' && names.includes(child.tagName));
}

function rowsOf(table: Element): Element[] {
  return table.children.flatMap((child) => {
    if (child.type !== 'element') return [];
    if (child.tagName === 'tr') return [child];
    return SECTIONS.has(child.tagName) ? elements(child, 'tr') : [];
  });
}

function alignOf(cell: Element): string | null {
  const style = /text-align:\s*(left|right|center)/i.exec(String(cell.properties.style ?? ''))?.[1];
  const align = (style ?? String(cell.properties.align ?? '')).toLowerCase();
  return align === 'left' || align === 'right' || align === 'center' ? align : null;
}

/** As editors write them at a cell: one width for each column that it covers, 0 for none. */
function widthsOf(cell: Element): number[] | null {
  const widths = String(cell.properties.colwidth ?? '');
  return /^\d+(?:,\d+)*$/.test(widths) ? widths.split(',').map(Number) : null;
}

/** A table of HTML as loose nodes: its caption as a paragraph before it, then the table, if it has any row. */
export function tableFromHast(table: Element, content: (cell: Element) => LooseNode[]): LooseNode[] {
  const captions = elements(table, 'caption').map(
    (caption): LooseNode => ({ type: 'paragraph', content: content(caption) }),
  );
  const rows = rowsOf(table).map(
    (row): LooseNode => ({
      type: 'tableRow',
      content: elements(row, 'th', 'td').map(
        (cell): LooseNode => ({
          type: cell.tagName === 'th' ? 'tableHeader' : 'tableCell',
          attrs: {
            colspan: Number(cell.properties.colSpan ?? cell.properties.colspan ?? 1),
            rowspan: Number(cell.properties.rowSpan ?? cell.properties.rowspan ?? 1),
            align: alignOf(cell),
            colwidth: widthsOf(cell),
          },
          content: content(cell),
        }),
      ),
    }),
  );
  return rows.length === 0 ? captions : [...captions, { type: 'table', content: rows }];
}
