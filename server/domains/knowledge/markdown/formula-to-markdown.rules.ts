import type { JSONContent } from '@tiptap/core';
import type { PhrasingContent } from 'mdast';
import type { Handle } from 'mdast-util-to-markdown';
import { INLINE_FORMULA_CLASSES } from '../document-formula.schema';

declare module 'mdast' {
  interface AsWritten extends Literal {
    type: 'asWritten';
  }
  interface PhrasingContentMap {
    asWritten: AsWritten;
  }
  interface RootContentMap {
    asWritten: AsWritten;
  }
}

/** Every backslash with what it escapes, and no dollar beside. */
const WITHOUT_DOLLAR = /^(?:[^$\\]|\\.)+$/s;
const EDGES = /^[\s`]|\s$/;
const WORD_BEFORE = /[\p{L}\p{N}]$/u;
const NOT_AFTER = /^[\p{L}\p{N}_{($]/u;

const latexOf = (node: JSONContent): string => String(node.attrs?.latex ?? '');

/** The text right beside a formula; marks put a sign of their own between the two. */
function plain(node: JSONContent | undefined): string {
  return node?.type === 'text' && (node.marks ?? []).length === 0 ? (node.text ?? '') : '';
}

/**
 * KN-M18: a formula in a line as Markdown: `$x$` where it can be read so, `` $`x`$ `` beside words and dollars, and HTML
 * where nothing else can hold it, as a bar in a cell.
 */
export function inlineFormula(
  node: JSONContent,
  before: JSONContent | undefined,
  after: JSONContent | undefined,
  isLine: boolean,
): PhrasingContent[] {
  const latex = latexOf(node);
  const isNextToOther = before?.type === 'inlineMath' || after?.type === 'inlineMath';
  const isAlone = !WORD_BEFORE.test(plain(before)) && !NOT_AFTER.test(plain(after)) && !isNextToOther;
  const isSplit = isLine && latex.includes('|');
  if (isAlone && WITHOUT_DOLLAR.test(latex) && !EDGES.test(latex) && !isSplit) return [raw(`$${latex}$`)];
  if (!latex.includes('`$') && !isSplit) return [raw(`$\`${latex}\`$`)];
  return [raw(`<code class="${INLINE_FORMULA_CLASSES}">`), { type: 'text', value: latex }, raw('</code>')];
}

function raw(value: string): PhrasingContent {
  return { type: 'asWritten', value };
}

/** How a writer of Markdown writes what is Markdown already. Other than HTML, it may stand at the start of a line. */
export const asWritten: Handle = (node: { value: string }) => node.value;

type Parent = { children: PhrasingContent[] };
const isParent = (node: PhrasingContent): node is PhrasingContent & Parent => 'children' in node;
const count = (text: unknown): number => (typeof text === 'string' ? text.split('$').length - 1 : 0);

/** Dollars of text, and those of anything else that may end what begins with one: formulas, code, addresses. */
function dollarsIn(nodes: readonly PhrasingContent[]): { inText: number; beside: number } {
  const sum = { inText: 0, beside: 0 };
  for (const node of nodes) {
    const { value, url, title, alt } = node as { value?: string; url?: string; title?: string; alt?: string };
    if (node.type === 'text') sum.inText += count(value);
    else for (const text of [value, url, title, alt]) sum.beside += count(text);
    if (!isParent(node)) continue;
    const below = dollarsIn(node.children);
    sum.inText += below.inText;
    sum.beside += below.beside;
  }
  return sum;
}

/** KN-M18: a dollar of text is escaped where another one could make a formula with it. One alone stays as it is. */
export function withEscapedDollars(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  const { inText, beside } = dollarsIn(nodes);
  return inText === 0 || inText + beside < 2 ? [...nodes] : nodes.flatMap(escaped);
}

function escaped(node: PhrasingContent): PhrasingContent[] {
  if (isParent(node)) return [{ ...node, children: node.children.flatMap(escaped) } as PhrasingContent];
  if (node.type !== 'text' || !node.value.includes('$')) return [node];
  return node.value.split(/(\$)/).flatMap((value): PhrasingContent[] => {
    if (value === '') return [];
    return [value === '$' ? raw('\\$') : { type: 'text', value }];
  });
}
