import type { Node as DocumentNode } from '@tiptap/pm/model';
import { MARKDOWN_CHARACTERS_MAX } from '@/server/domains/knowledge/limits.schema';

/** From this share of its limit on, a page says how full it is. */
export const NEARLY_FULL_SHARE = 0.9;

/** What a block takes in Markdown besides its words, about: its mark, and the empty line after it. */
const BLOCK_CHARACTERS = 3;
const FENCE_CHARACTERS = 8;
const MARK_CHARACTERS = 4;

/** Nodes do not change, so that what was counted once is known while the rest of a page is written. */
const counted = new WeakMap<DocumentNode, number>();

function addressesOf(attrs: Record<string, unknown>): number {
  return [attrs.href, attrs.src, attrs.alt, attrs.title].reduce<number>(
    (sum, value) => sum + (typeof value === 'string' ? value.length : 0),
    0,
  );
}

/** How long a page, or a part of it, is as Markdown, about: what its limit is about. */
export function charactersOf(node: DocumentNode): number {
  const known = counted.get(node);
  if (known !== undefined) return known;
  let sum = node.isText ? (node.text ?? '').length : addressesOf(node.attrs);
  for (const mark of node.marks) sum += MARK_CHARACTERS + addressesOf(mark.attrs);
  if (node.isBlock) sum += node.type.spec.code ? FENCE_CHARACTERS : BLOCK_CHARACTERS;
  node.forEach((child) => {
    sum += charactersOf(child);
  });
  counted.set(node, sum);
  return sum;
}

/** How many characters more than a page holds it would have; 0 when it fits. */
export function excess(page: number, adding: number, removing = 0): number {
  // Whoever shortens a page that is too long is never held up.
  if (adding <= removing) return 0;
  return Math.max(0, page - removing + adding - MARKDOWN_CHARACTERS_MAX);
}

/** How full a page is, from 0; above 1 it is longer than it may be. */
export const shareOf = (page: number): number => page / MARKDOWN_CHARACTERS_MAX;
