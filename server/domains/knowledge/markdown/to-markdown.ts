import type { JSONContent } from '@tiptap/core';
import type { BlockContent, Html, List, ListItem, PhrasingContent, Root, Table } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkStringify from 'remark-stringify';
import { unified } from 'unified';
import { FORMULA_LANGUAGE } from '../document-formula.schema';
import { figureToHtml } from './figure.rules';
import { asWritten, withEscapedDollars } from './formula-to-markdown.rules';
import { inlineToMdast, textToMdast } from './inline-to-mdast';
import { tag, toHtml } from './to-html';

const writer = unified()
  .use(remarkGfm, { tablePipeAlign: false })
  .use(remarkStringify, {
    bullet: '-',
    emphasis: '*',
    strong: '*',
    // The one rule that no bullet can be mistaken for.
    rule: '_',
    fences: true,
    listItemIndent: 'one',
    incrementListMarker: true,
    resourceLink: false,
    handlers: { asWritten },
    // At the start of a line they would begin an admonition, which the reader knows and the writer's library does not.
    unsafe: [
      { atBreak: true, character: ':', after: '::' },
      // What stands in place of an image is one text, in which dollars would make a formula.
      { character: '$', inConstruct: 'label' },
      { atBreak: true, character: '!', after: '!!' },
      { atBreak: true, character: '?', after: '\\?\\?' },
    ],
  });

/**
 * Writes a document as Markdown that `fromMarkdown` reads as the same document. What Markdown cannot say is written
 * as HTML (underline, figures, details, tables with blocks or spans in them). Lost are empty paragraphs and the column widths
 * of tables.
 */
export function toMarkdown(document: JSONContent): string {
  const root: Root = { type: 'root', children: blocks(document.content) };
  return root.children.length === 0 ? '' : writer.stringify(root);
}

function blocks(nodes: readonly JSONContent[] | undefined): BlockContent[] {
  return (nodes ?? []).flatMap(block);
}

function block(node: JSONContent): BlockContent[] {
  const attrs = node.attrs ?? {};
  switch (node.type) {
    case 'paragraph': {
      const children = inlineToMdast(node.content, 'paragraph');
      return children.length === 0 ? [] : [{ type: 'paragraph', children }];
    }
    case 'heading':
      return [heading(node)];
    case 'blockquote':
      return [{ type: 'blockquote', children: blocks(node.content) }];
    case 'callout':
      return [callout(node)];
    case 'bulletList':
    case 'orderedList':
    case 'taskList':
      return [list(node)];
    case 'codeBlock':
      return [{ type: 'code', lang: attrs.language ?? null, value: (node.content ?? []).map((t) => t.text).join('') }];
    case 'blockMath':
      return [blockFormula(String(attrs.latex))];
    case 'figure':
      return [html(figureToHtml(node, { tag, inner: toHtml(node.content), apart: '\n' }))];
    case 'horizontalRule':
      return [{ type: 'thematicBreak' }];
    case 'table':
      return [table(node)];
    case 'details':
      return details(node);
    default:
      return blocks(node.content);
  }
}

function html(value: string): Html {
  return { type: 'html', value };
}

/** What would end a formula, or begin something else in its lines. */
const NOT_BETWEEN_DOLLARS = /\$\$|```|~~~|:::|!!!|\?\?\?/;

/** GitHub reads both forms; in the second one any source can stand. */
function blockFormula(latex: string): BlockContent {
  return NOT_BETWEEN_DOLLARS.test(latex)
    ? { type: 'code', lang: FORMULA_LANGUAGE, value: latex }
    : html(`$$\n${latex}\n$$`);
}

function heading(node: JSONContent): BlockContent {
  const { level, anchor } = node.attrs ?? {};
  const names = typeof anchor === 'string' ? anchor.split(' ') : [];
  const anchors = names.map((name) => html(`<a id="${name.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></a>`));
  const text = inlineToMdast(node.content, 'line');
  const space: PhrasingContent[] = text.length > 0 && anchors.length > 0 ? [{ type: 'text', value: ' ' }] : [];
  return { type: 'heading', depth: level, children: [...text, ...space, ...anchors] };
}

function callout(node: JSONContent): BlockContent {
  const { kind, title } = node.attrs ?? {};
  const words: PhrasingContent[] = typeof title === 'string' ? textToMdast(title) : [];
  const marker = html(`[!${String(kind).toUpperCase()}]${words.length === 0 ? '' : ' '}`);
  const [first, ...rest] = blocks(node.content);
  const head: PhrasingContent[] = [marker, ...words];
  if (first?.type !== 'paragraph') {
    const below = first === undefined ? [] : [first, ...rest];
    return { type: 'blockquote', children: [{ type: 'paragraph', children: withEscapedDollars(head) }, ...below] };
  }
  const together = withEscapedDollars([...head, { type: 'text', value: '\n' }, ...first.children]);
  return { type: 'blockquote', children: [{ type: 'paragraph', children: together }, ...rest] };
}

/** Whether a block can follow a paragraph on the next line and still be read as what it is. */
function canFollowTightly(node: JSONContent): boolean {
  const isList = node.type === 'bulletList' || node.type === 'taskList' || node.type === 'orderedList';
  if (!isList || (node.type === 'orderedList' && node.attrs?.start !== 1)) return false;
  const first = node.content?.[0]?.content?.[0];
  return (first?.content ?? []).length > 0 && (node.content ?? []).every(isTight);
}

function isTight(item: JSONContent): boolean {
  const [first, ...rest] = item.content ?? [];
  return first?.type === 'paragraph' && (first.content ?? []).length > 0 && rest.every(canFollowTightly);
}

function list(node: JSONContent): List {
  const items = node.content ?? [];
  const isOrdered = node.type === 'orderedList';
  const spread = !items.every((item) => isTight(item) || isEmptyItem(item));
  return {
    type: 'list',
    ordered: isOrdered,
    start: isOrdered ? Number(node.attrs?.start ?? 1) : null,
    spread,
    children: items.map((item) => listItem(item, spread)),
  };
}

function isEmptyItem(item: JSONContent): boolean {
  return item.content?.length === 1 && (item.content[0]?.content ?? []).length === 0;
}

function listItem(node: JSONContent, spread: boolean): ListItem {
  const [first, ...rest] = node.content ?? [];
  const checked = node.type === 'taskItem' ? node.attrs?.checked === true : null;
  const isFirstEmpty = (first?.content ?? []).length === 0;
  if (checked === null || !isFirstEmpty) return { type: 'listItem', spread, checked, children: blocks(node.content) };
  const mark: BlockContent = { type: 'paragraph', children: [html(checked ? '[x]' : '[ ]')] };
  return { type: 'listItem', spread, children: [mark, ...blocks(rest)] };
}

/** GitHub's tables have one header row and one line of text a cell; any other table is written as HTML. */
function isPlainTable(node: JSONContent): boolean {
  return (node.content ?? []).every((row, index) =>
    (row.content ?? []).every((cell, column) => {
      const attrs = cell.attrs ?? {};
      const isRightKind = cell.type === (index === 0 ? 'tableHeader' : 'tableCell');
      const isOneLine = cell.content?.length === 1 && cell.content[0]?.type === 'paragraph';
      const isAligned = attrs.align === node.content?.[0]?.content?.[column]?.attrs?.align;
      const isOneCell = attrs.colspan === 1 && attrs.rowspan === 1;
      return isRightKind && isOneLine && isAligned && isOneCell && !hasCodeThatCellsCannotHold(cell);
    }),
  );
}

/** In a cell a backslash before a bar is read as an escape even inside code. */
function hasCodeThatCellsCannotHold(cell: JSONContent): boolean {
  const texts = cell.content?.[0]?.content ?? [];
  return texts.some(
    (node) =>
      node.marks?.some((mark) => mark.type === 'code') === true &&
      /\\/.test(node.text ?? '') &&
      /\|/.test(node.text ?? ''),
  );
}

function table(node: JSONContent): Table | Html {
  if (!isPlainTable(node)) return html(toHtml([node]));
  const rows = node.content ?? [];
  return {
    type: 'table',
    align: (rows[0]?.content ?? []).map((cell) => cell.attrs?.align ?? null),
    children: rows.map((row) => ({
      type: 'tableRow',
      children: (row.content ?? []).map((cell) => ({
        type: 'tableCell',
        children: inlineToMdast(cell.content?.[0]?.content, 'line'),
      })),
    })),
  };
}

function details(node: JSONContent): BlockContent[] {
  const [summary, ...rest] = node.content ?? [];
  const opening = node.attrs?.open === true ? '<details open>' : '<details>';
  const inner = toHtml(summary?.content);
  return [html(`${opening}\n<summary>${inner}</summary>`), ...blocks(rest), html('</details>')];
}
