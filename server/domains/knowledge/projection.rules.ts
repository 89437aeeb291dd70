import type { DocumentJson, DocumentNode } from './document.schema';

export const SUMMARY_SHOWN_CHARACTERS_MAX = 280;

/** Characters that mark hits in a highlighted text, and so must not occur in it. */
export const HIT_START = '\ue000';
export const HIT_STOP = '\ue001';

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const UNWANTED = /[\u0000-\u0008\u000b-\u001f\u007f\ue000\ue001]/g;
const BLOCK_BREAKS = new Set(['hardBreak']);

const textOf = (node: DocumentNode): string => {
  if (typeof node.text === 'string') return node.text;
  if (node.type && BLOCK_BREAKS.has(node.type)) return '\n';
  if (node.type === 'image') return typeof node.attrs?.alt === 'string' ? node.attrs.alt : '';
  return (node.content ?? []).map(textOf).join('');
};

const isTextBlock = (node: DocumentNode): boolean =>
  (node.content ?? []).some((child) => child.type === 'text' || child.type === 'hardBreak' || child.type === 'image');

const linesOf = (node: DocumentNode): string[] => {
  if (isTextBlock(node) || typeof node.text === 'string') return [textOf(node)];
  return (node.content ?? []).flatMap(linesOf);
};

/** KN-M2: the words of a document, one line a block, without marks and without anything that is not text. */
export function plainTextOf(json: DocumentJson): string {
  return linesOf(json).join('\n').replace(UNWANTED, '').trim();
}

export type OutlineEntry = { level: number; text: string };

/** KN-M3: the headings of a document, in order. */
export function outlineOf(json: DocumentJson): OutlineEntry[] {
  const found: OutlineEntry[] = [];
  const visit = (node: DocumentNode) => {
    if (node.type === 'heading') {
      const text = textOf(node).replace(UNWANTED, '').trim();
      if (text !== '') found.push({ level: Number(node.attrs?.level ?? 1), text });
      return;
    }
    for (const child of node.content ?? []) visit(child);
  };
  visit(json);
  return found;
}

/** KN-M4: the first paragraph of a document, cut at a word; empty when it has none. */
export function summaryOf(json: DocumentJson): string {
  const first = (json.content ?? []).find((node) => node.type === 'paragraph' && textOf(node).trim() !== '');
  if (!first) return '';
  const text = textOf(first).replace(UNWANTED, '').replace(/\s+/g, ' ').trim();
  if (text.length <= SUMMARY_SHOWN_CHARACTERS_MAX) return text;
  const cut = text.slice(0, SUMMARY_SHOWN_CHARACTERS_MAX - 1);
  const end = cut.lastIndexOf(' ');
  return `${cut.slice(0, end > 0 ? end : undefined)}…`;
}
