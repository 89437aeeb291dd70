import type { JSONContent } from '@tiptap/core';
import type { PhrasingContent } from 'mdast';
import { linkOfMention, wordsOfMention } from '../mention.rules';
import { inlineFormula, withEscapedDollars } from './formula-to-markdown.rules';

/** Where inline content stands: a cell or heading has one line, a summary is HTML. */
export type InlinePlace = 'paragraph' | 'line';

type InlineMark = { type: string; attrs?: Record<string, unknown> };
type Flat = { node: JSONContent; marks: InlineMark[] };

const HTML_TAGS: Record<string, string> = {
  underline: 'u',
  subscript: 'sub',
  superscript: 'sup',
};

function flatten(nodes: readonly JSONContent[]): Flat[] {
  return nodes.map((node) => ({ node, marks: (node.marks ?? []) as InlineMark[] }));
}

function sameMark(a: InlineMark, b: InlineMark): boolean {
  return a.type === b.type && a.attrs?.href === b.attrs?.href && a.attrs?.title === b.attrs?.title;
}

/** How many items from `at` on carry the mark without a gap. */
function runLength(items: readonly Flat[], at: number, mark: InlineMark): number {
  let end = at;
  while (items[end]?.marks.some((other) => sameMark(other, mark)) === true) end += 1;
  return end - at;
}

/** The mark that reaches furthest from here goes outermost; links and then the schema's order decide between equals. */
function outermost(items: readonly Flat[], at: number): { mark: InlineMark; length: number } | null {
  let best: { mark: InlineMark; length: number } | null = null;
  for (const mark of items[at]?.marks ?? []) {
    if (mark.type === 'code') continue;
    const length = runLength(items, at, mark);
    if (best === null || length > best.length) best = { mark, length };
  }
  return best;
}

/** Inline content of the document as Markdown's nested tree. */
export function inlineToMdast(nodes: readonly JSONContent[] | undefined, place: InlinePlace): PhrasingContent[] {
  return withEscapedDollars(nest(flatten(nodes ?? []), place, true));
}

function nest(items: readonly Flat[], place: InlinePlace, isWhole: boolean): PhrasingContent[] {
  const result: PhrasingContent[] = [];
  for (let at = 0; at < items.length; ) {
    const found = outermost(items, at);
    if (found === null) {
      const item = items[at];
      if (item !== undefined) result.push(...leaf(item, items[at - 1], items[at + 1], place, isWhole));
      at += 1;
    } else {
      const inner = items.slice(at, at + found.length).map(({ node, marks }) => ({
        node,
        marks: marks.filter((mark) => !sameMark(mark, found.mark)),
      }));
      result.push(...wrapped(found.mark, nest(inner, place, false)));
      at += found.length;
    }
  }
  return result;
}

function wrapped(mark: InlineMark, children: PhrasingContent[]): PhrasingContent[] {
  const tag = HTML_TAGS[mark.type];
  if (tag !== undefined)
    return [{ type: 'html', value: `<${tag}>` }, ...children, { type: 'html', value: `</${tag}>` }];
  switch (mark.type) {
    case 'link': {
      const { href, title } = mark.attrs ?? {};
      const named = typeof title === 'string' ? { title } : {};
      return [{ type: 'link', url: String(href), ...named, children: children as never }];
    }
    case 'bold':
      return [{ type: 'strong', children }];
    case 'italic':
      return [{ type: 'emphasis', children }];
    case 'strike':
      return [{ type: 'delete', children }];
    default:
      return children;
  }
}

function leaf(
  item: Flat,
  before: Flat | undefined,
  after: Flat | undefined,
  place: InlinePlace,
  isWhole: boolean,
): PhrasingContent[] {
  const { node, marks } = item;
  if (node.type === 'hardBreak') {
    // The reader of a break takes blanks off whatever follows it, even off code.
    const isSafe = !/^[ \t]/.test(after?.node.text ?? '');
    const isBetween =
      isWhole && [before, after].every((other) => other !== undefined && other.node.type !== 'hardBreak');
    return place === 'paragraph' && isBetween && isSafe ? [{ type: 'break' }] : [{ type: 'html', value: '<br>' }];
  }
  if (node.type === 'image') {
    const { src, alt, title, href } = node.attrs ?? {};
    const named = typeof title === 'string' ? { title } : {};
    const image: PhrasingContent = {
      type: 'image',
      url: String(src),
      alt: typeof alt === 'string' ? alt : '',
      ...named,
    };
    return typeof href === 'string' ? [{ type: 'link', url: href, children: [image as never] }] : [image];
  }
  if (node.type === 'inlineMath') return inlineFormula(node, before?.node, after?.node, place === 'line');
  const mention = linkOfMention(node);
  if (mention !== null) {
    const children = textToMdast(wordsOfMention(node) ?? '') as never;
    return [{ type: 'link', url: mention.href, title: mention.title, children }];
  }
  const text = node.text ?? '';
  if (marks.some((mark) => mark.type === 'code')) return [{ type: 'inlineCode', value: text }];
  return textToMdast(text);
}

/** The writer escapes only one of two at-signs that stand a letter apart; in texts of their own it escapes both. */
export function textToMdast(text: string): PhrasingContent[] {
  return text.split(/(?<=@)/).map((value) => ({ type: 'text', value }));
}
