import type { JSONContent } from '@tiptap/core';
import { safeImageUrl, safeLinkUrl } from '../document.schema';
import { FORMULA_LANGUAGE, INLINE_FORMULA_CLASSES } from '../document-formula.schema';
import { linkOfMention, wordsOfMention } from '../mention.rules';
import { figureToHtml } from './figure.rules';
import { isRecord } from './loose.rules';

const MARK_TAGS: Record<string, string> = {
  bold: 'strong',
  italic: 'em',
  strike: 'del',
  underline: 'u',
  code: 'code',
  subscript: 'sub',
  superscript: 'sup',
};

const BLOCK_TAGS: Record<string, string> = {
  paragraph: 'p',
  blockquote: 'blockquote',
  bulletList: 'ul',
  taskList: 'ul',
  listItem: 'li',
  table: 'table',
  tableRow: 'tr',
  detailsSummary: 'summary',
};

/** @returns text in which no character has a meaning in HTML */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** The opening tag of an element; attributes that are null, undefined or false are left out. */
export function tag(name: string, attrs: Record<string, unknown>): string {
  const written = Object.entries(attrs)
    .filter(([, value]) => value !== null && value !== undefined && value !== false)
    .map(([key, value]) => (value === true ? ` ${key}` : ` ${key}="${escapeHtml(String(value))}"`));
  return `<${name}${written.join('')}>`;
}

function element(name: string, attrs: Record<string, unknown>, inner: string): string {
  return `${tag(name, attrs)}${inner}</${name}>`;
}

function cellAttrs(attrs: Record<string, unknown>): Record<string, unknown> {
  return {
    colspan: attrs.colspan === 1 ? null : attrs.colspan,
    rowspan: attrs.rowspan === 1 ? null : attrs.rowspan,
    align: attrs.align,
  };
}

/**
 * A document, or a part of one, as HTML without a line break in it, so that it can stand inside Markdown. Addresses
 * are checked once more.
 */
export function toHtml(nodes: readonly JSONContent[] | undefined): string {
  return (nodes ?? []).map(nodeToHtml).join('');
}

function nodeToHtml(node: JSONContent): string {
  const attrs = node.attrs ?? {};
  const inner = () => toHtml(node.content);
  const name = BLOCK_TAGS[node.type ?? ''];
  if (name !== undefined) return element(name, {}, inner());
  switch (node.type) {
    case 'text':
    case 'image':
      return inlineToHtml(node);
    case 'inlineMath':
      return element('code', { class: INLINE_FORMULA_CLASSES }, escapeHtml(String(attrs.latex ?? '')));
    case 'blockMath':
      return codeToHtml(FORMULA_LANGUAGE, escapeHtml(String(attrs.latex ?? '')));
    case 'figure':
      return figureToHtml(node, { tag, inner: inner(), apart: '' });
    case 'personMention':
    case 'itemMention':
      return element('a', { ...linkOfMention(node) }, escapeHtml(wordsOfMention(node) ?? ''));
    case 'hardBreak':
      return '<br>';
    case 'horizontalRule':
      return '<hr>';
    case 'heading':
      return element(`h${attrs.level}`, { id: attrs.anchor }, inner());
    case 'orderedList':
      return element('ol', { start: attrs.start === 1 ? null : attrs.start }, inner());
    case 'taskItem':
      return element('li', {}, `<input type="checkbox"${attrs.checked === true ? ' checked' : ''} disabled>${inner()}`);
    case 'codeBlock':
      return codeToHtml(attrs.language, inner());
    case 'tableHeader':
      return element('th', cellAttrs(attrs), inner());
    case 'tableCell':
      return element('td', cellAttrs(attrs), inner());
    case 'callout':
      return element('callout', { kind: attrs.kind, title: attrs.title }, inner());
    case 'details':
      return element('details', { open: attrs.open === true }, inner());
    default:
      return inner();
  }
}

/** @param text already escaped */
function codeToHtml(language: unknown, text: string): string {
  const classes = typeof language === 'string' ? `language-${language}` : null;
  // Readers take one line end off the end, as the one that closes the last line.
  const written = text.endsWith('\n') ? `${text}\n` : text;
  return element('pre', {}, element('code', { class: classes }, written.replaceAll('\n', '&#10;')));
}

function inlineToHtml(node: JSONContent): string {
  if (node.type === 'image') return imageToHtml(node.attrs ?? {});
  return (node.marks ?? []).toReversed().reduce(
    (inner, mark) => {
      if (mark.type !== 'link') return element(MARK_TAGS[mark.type] ?? 'span', {}, inner);
      const link = isRecord(mark.attrs) ? mark.attrs : {};
      return element('a', { href: safeLinkUrl(link.href), title: link.title }, inner);
    },
    escapeHtml(node.text ?? ''),
  );
}

function imageToHtml(attrs: Record<string, unknown>): string {
  const src = safeImageUrl(attrs.src);
  const href = safeLinkUrl(attrs.href);
  if (src === null) return escapeHtml(String(attrs.alt ?? ''));
  const image = tag('img', { src, alt: attrs.alt ?? '', title: attrs.title });
  return href === null ? image : element('a', { href }, image);
}
