import type { Node as DocumentNode } from '@tiptap/pm/model';
import { headingSlugs } from '@/server/domains/knowledge/outline.rules';
import { isMention } from '../mentions/mention-words';

/**
 * The words of a heading as they make its address: images give their alternative text.
 * @param ofMention how a mention is read; it makes no part of the address
 */
export function headingText(heading: DocumentNode, ofMention: (mention: DocumentNode) => string = () => ''): string {
  return heading
    .textBetween(0, heading.content.size, undefined, (leaf) => {
      if (leaf.type.name === 'hardBreak') return ' ';
      if (leaf.type.name === 'image') return typeof leaf.attrs.alt === 'string' ? leaf.attrs.alt : '';
      return isMention(leaf) ? ofMention(leaf) : '';
    })
    .trim();
}

/** The address under which readers come to a heading of the page that is being written here; null where none begins. */
export function addressOfHeading(
  doc: DocumentNode,
  at: number,
  { origin, pathname }: { origin: string; pathname: string },
): string | null {
  const texts: string[] = [];
  let index = -1;
  doc.descendants((node, pos) => {
    if (node.type.name !== 'heading') return !node.isTextblock;
    if (pos === at) index = texts.length;
    texts.push(headingText(node));
    return false;
  });
  const slug = headingSlugs(texts)[index];
  return slug === undefined ? null : `${origin}${pathname.replace(/\/edit$/, '')}#${encodeURIComponent(slug)}`;
}
