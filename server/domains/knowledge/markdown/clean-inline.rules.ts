import { safeImageUrl, safeLinkUrl } from '../document.schema';
import { ATTRIBUTE_CHARACTERS_MAX } from '../document-values.schema';
import { isMentionId, mentionOfLink } from '../mention.rules';
import { cleanInlineFormula } from './clean-formula.rules';
import { cleanText, textOrNull } from './clean-text.rules';
import { bareLineEnds, type LooseNode, type Mark, withoutEnd } from './loose.rules';

/** Marks in the order in which the schema ranks them. */
const MARK_ORDER = ['link', 'bold', 'italic', 'strike', 'underline', 'code', 'subscript', 'superscript'];
const MAX_ANCHOR_CHARS = 200;
const EDGE_START = /^[ \t\n]+/;

export type Report = (what: string) => void;

/** A link that has words of its own is no mention, and must not be read as one. */
function linkTitle(href: string, title: unknown): string | null {
  const clean = textOrNull(title);
  return mentionOfLink(href, clean) === null ? clean : null;
}

function cleanMarks(marks: readonly Mark[], report: Report): Mark[] {
  const kept = new Map<string, Mark>();
  for (const mark of marks) {
    if (!MARK_ORDER.includes(mark.type)) report(`mark:${mark.type}`);
    else if (mark.type !== 'link') kept.set(mark.type, { type: mark.type });
    else {
      const href = safeLinkUrl(mark.attrs?.href);
      if (href === null) report('link:address');
      else kept.set('link', { type: 'link', attrs: { href, title: linkTitle(href, mark.attrs?.title) } });
    }
  }
  return MARK_ORDER.flatMap((type) => kept.get(type) ?? []);
}

function withMarks(node: LooseNode, marks: Mark[]): LooseNode {
  return marks.length === 0 ? node : { ...node, marks };
}

function cleanImage(node: LooseNode, marks: Mark[], report: Report): LooseNode | null {
  const { src: address, href: target } = node.attrs ?? {};
  const src = safeImageUrl(address);
  const alt = textOrNull(node.attrs?.alt);
  if (src === null) {
    report('image:address');
    return alt === null ? null : withMarks({ type: 'text', text: alt }, marks);
  }
  const href = safeLinkUrl(marks.find((mark) => mark.type === 'link')?.attrs?.href ?? target);
  return { type: 'image', attrs: { src, alt, title: textOrNull(node.attrs?.title), href } };
}

function cleanMention({ type, attrs }: LooseNode, report: Report): LooseNode | null {
  if (!isMentionId(attrs?.id)) {
    report('mention:id');
    return null;
  }
  const { id } = attrs;
  return { type, attrs: type === 'itemMention' ? { id, card: attrs.card === true } : { id } };
}

function cleanInline(node: LooseNode, report: Report): LooseNode | null {
  const marks = cleanMarks(node.marks ?? [], report);
  if (node.type === 'hardBreak') return { type: 'hardBreak' };
  if (node.type === 'image') return cleanImage(node, marks, report);
  if (node.type === 'inlineMath') return cleanInlineFormula(node);
  if (node.type === 'personMention' || node.type === 'itemMention') return cleanMention(node, report);
  const text = bareLineEnds(cleanText(node.text ?? ''));
  return text === '' ? null : withMarks({ type: 'text', text }, marks);
}

function isCode(node: LooseNode | undefined): boolean {
  return node?.marks?.some((mark) => mark.type === 'code') === true;
}

function sameMarks(a: LooseNode, b: LooseNode): boolean {
  return JSON.stringify(a.marks ?? []) === JSON.stringify(b.marks ?? []);
}

function endsInBlank(node: LooseNode | undefined): boolean {
  return node === undefined || node.type === 'hardBreak' || (node.text !== undefined && /\n$/.test(node.text));
}

/** Takes blanks off the end of what was gathered so far. */
function trimEnd(nodes: LooseNode[]): void {
  for (let last = nodes.at(-1); last?.type === 'text' && !isCode(last); last = nodes.at(-1)) {
    const text = withoutEnd(last.text ?? '');
    if (text !== '') {
      nodes[nodes.length - 1] = { ...last, text };
      return;
    }
    nodes.pop();
  }
}

function append(nodes: LooseNode[], node: LooseNode): void {
  const last = nodes.at(-1);
  if (node.type !== 'text' || last?.type !== 'text' || !sameMarks(last, node)) nodes.push(node);
  else nodes[nodes.length - 1] = { ...last, text: `${last.text}${node.text}` };
}

/**
 * The inline content of one text block: joined where marks are equal, line ends turned into spaces, no blanks at the
 * edges or around line breaks, nothing at all where there are only line breaks, only marks and addresses that the schema allows.
 */
export function cleanInlines(run: readonly LooseNode[], report: Report): LooseNode[] {
  const nodes: LooseNode[] = [];
  for (const loose of run) {
    const node = cleanInline(loose, report);
    if (node === null) continue;
    if (node.type === 'hardBreak') trimEnd(nodes);
    if (node.type === 'text' && endsInBlank(nodes.at(-1)) && !isCode(node)) {
      const atEdge = nodes.length === 0 || nodes.at(-1)?.type === 'hardBreak';
      node.text = (node.text ?? '').replace(atEdge ? EDGE_START : /^\n+/, '');
    }
    if (node.type !== 'text' || node.text !== '') append(nodes, node);
  }
  trimEnd(nodes);
  if (nodes.every((node) => node.type === 'hardBreak')) return [];
  return nodes.map((node) => (node.text === undefined ? node : { ...node, text: node.text.replaceAll('\n', ' ') }));
}

/** The names in a list of anchors that may stand in an address, as many as fit, joined by spaces; null for none. */
export function anchorNames(names: readonly unknown[]): string | null {
  const words = names
    .flatMap((name) => (typeof name === 'string' ? cleanText(name).split(/\s+/) : []))
    .filter((word) => word !== '' && word.length <= MAX_ANCHOR_CHARS);
  let anchor = '';
  for (const word of new Set(words)) {
    if (anchor.length + word.length >= ATTRIBUTE_CHARACTERS_MAX) break;
    anchor += anchor === '' ? word : ` ${word}`;
  }
  return anchor === '' ? null : anchor;
}
