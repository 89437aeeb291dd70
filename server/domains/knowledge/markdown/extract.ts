import type { JSONContent } from '@tiptap/core';
import { isMention, MENTION_STAND_IN, wordsOfMention } from '../mention.rules';
import { headingSlugs, readingMinutes, wordCount } from '../outline.rules';

/** Where a proposed summary is cut. */
const MAX_SUMMARY_CHARS = 300;

export type Heading = { level: number; text: string; slug: string; anchors: string[] };

/** Between the cells of a row, where they stand in one line. */
const CELLS_APART = ' · ';
const BLOCKS_OF_TEXT = new Set(['paragraph', 'heading', 'codeBlock', 'detailsSummary']);

/** Every node of a document in reading order, itself first. */
export function* walk(node: JSONContent): Generator<JSONContent> {
  yield node;
  for (const child of node.content ?? []) yield* walk(child);
}

/**
 * The words of one text block; images give their alternative text. A mention gives what the reader may know it by, and
 * nothing of that where a text is made that many read.
 */
function inlineText(node: JSONContent, mentions: (node: JSONContent) => string = () => MENTION_STAND_IN): string {
  if (node.type === 'text') return node.text ?? '';
  if (isMention(node)) return mentions(node);
  if (node.type === 'hardBreak') return ' ';
  if (node.type === 'inlineMath') return String(node.attrs?.latex ?? '');
  if (node.type === 'image') return typeof node.attrs?.alt === 'string' ? node.attrs.alt : '';
  return (node.content ?? []).map((child) => inlineText(child, mentions)).join('');
}

/**
 * The headings in reading order. `slug` is the id under which the heading can be linked, made as GitHub makes it and
 * unique in the document; `anchors` are further names that the author gave it.
 */
export function headingsOf(document: JSONContent): Heading[] {
  const nodes = [...walk(document)].filter((node) => node.type === 'heading');
  // The same for every reader, so that a link to a heading leads there for all of them.
  const slugs = headingSlugs(nodes.map((node) => inlineText(node).trim()));
  return nodes.map((node, index) => {
    const anchor = node.attrs?.anchor;
    return {
      level: Number(node.attrs?.level ?? 1),
      text: inlineText(node, (mention) => wordsOfMention(mention) ?? MENTION_STAND_IN).trim(),
      slug: slugs[index] ?? '',
      anchors: typeof anchor === 'string' ? anchor.split(' ') : [],
    };
  });
}

/** The lines of a block: one for each block of text in it, one for each row of a table. */
function linesOf(node: JSONContent): string[] {
  if (BLOCKS_OF_TEXT.has(node.type ?? '')) return [inlineText(node).trim()];
  if (node.type === 'blockMath') return String(node.attrs?.latex ?? '').split('\n');
  if (node.type === 'figure') return [String(node.attrs?.alt ?? '').trim(), inlineText(node).trim()];
  const below = node.content ?? [];
  if (node.type === 'tableRow') return [below.flatMap((cell) => filledLinesOf(cell).join(' ') || []).join(CELLS_APART)];
  const title = node.type === 'callout' ? [String(node.attrs?.title ?? '').trim()] : [];
  return [...title, ...below.flatMap(linesOf)];
}

const filledLinesOf = (node: JSONContent): string[] => linesOf(node).filter((line) => line !== '');

/** KN-M11: all words of the document for a reader without eyes or a search index, one block or row of a table a line. */
export function plainText(document: JSONContent): string {
  return filledLinesOf(document).join('\n');
}

function shortened(text: string): string {
  if (text.length <= MAX_SUMMARY_CHARS) return text;
  const cut = text.slice(0, MAX_SUMMARY_CHARS - 1);
  const lastSpace = cut.lastIndexOf(' ');
  return `${cut.slice(0, lastSpace > MAX_SUMMARY_CHARS / 2 ? lastSpace : cut.length).trimEnd()}…`;
}

/** A proposal for the summary: the first paragraph that has words, cut between words. Empty when there is none. */
export function summaryOf(document: JSONContent): string {
  for (const node of document.content ?? []) {
    if (node.type !== 'paragraph') continue;
    const text = inlineText(node).replace(/\s+/g, ' ').trim();
    if (wordCount(text) >= 3) return shortened(text);
  }
  return '';
}

export type Extract = {
  headings: Heading[];
  plainText: string;
  /** minutes */
  estimatedReadTime: number;
  summary: string;
};

/** Everything that is derived from a document, in one pass for each part. */
export function extract(document: JSONContent): Extract {
  const text = plainText(document);
  return {
    headings: headingsOf(document),
    plainText: text,
    estimatedReadTime: readingMinutes(wordCount(text)),
    summary: summaryOf(document),
  };
}
