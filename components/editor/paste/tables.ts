import type { Element, ElementContent, Root } from 'hast';
import type { PasteContext } from './context';
import { attributeOf, element, elementsIn, isElement, ownStyle, rewrite, textOf } from './hast';

const cellsOf = (row: Element): Element[] =>
  row.children.filter(isElement).filter(({ tagName }) => /^t[dh]$/.test(tagName));
const rowsOf = (table: Element): Element[] => elementsIn(table).filter(({ tagName }) => tagName === 'tr');

function isBold(cell: Element, context: PasteContext): boolean {
  const weights = [ownStyle(cell, 'font-weight')];
  for (const name of attributeOf(cell, 'class').split(/\s+/))
    weights.push(context.classes.get(name)?.get('font-weight') ?? '');
  if (weights.some((weight) => weight === 'bold' || Number(weight) >= 600)) return true;
  const inner = cell.children.filter((child) => textOf(child).trim() !== '');
  return inner.length > 0 && inner.every((child) => isElement(child) && /^(?:b|strong)$/.test(child.tagName));
}

/** Sheets: the first row is the head when all of it is bold; one cell alone is its words. */
export function cleanSheet(root: Root, context: PasteContext): void {
  rewrite(root, (one) => {
    if (one.tagName !== 'table') return null;
    const rows = rowsOf(one);
    const [first] = rows;
    const cells = first === undefined ? [] : cellsOf(first);
    if (rows.length === 1 && cells.length === 1) return [element('p', cells[0]?.children ?? [])];
    const filled = cells.filter((cell) => textOf(cell).trim() !== '');
    if (rows.length > 1 && filled.length > 0 && filled.every((cell) => isBold(cell, context))) {
      for (const cell of cells) cell.tagName = 'th';
    }
    return null;
  });
}

/** Tables that only place what is in them give it to the page. */
export function withoutLayoutTables(root: Root): void {
  rewrite(root, (one) => {
    if (one.tagName !== 'table' || !/^(?:presentation|none)$/.test(attributeOf(one, 'role'))) return null;
    return rowsOf(one)
      .flatMap(cellsOf)
      .map((cell): ElementContent => element('div', cell.children));
  });
}

/** Whatever stands in the head of a table is a head, and a heading has no name of another page. */
export function headRows(root: Root): void {
  rewrite(root, (one) => {
    if (one.tagName === 'thead') for (const cell of rowsOf(one).flatMap(cellsOf)) cell.tagName = 'th';
    if (/^h[1-6]$/.test(one.tagName)) delete one.properties.id;
    return null;
  });
}
