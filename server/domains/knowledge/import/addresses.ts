import type { JSONContent } from '@tiptap/core';
import type { DocumentJson } from '../document.schema';
import { walk } from '../markdown/extract';
import { isMention, linkOfMention, mentionOfLink } from '../mention.rules';

export type Address = { use: 'link' | 'image'; address: string };

const isImage = (node: JSONContent): boolean => node.type === 'image' || node.type === 'figure';

/** Every address in a document, each once for each use, in reading order. */
export function addressesIn(document: JSONContent): Address[] {
  const found = new Map<string, Address>();
  const add = (use: Address['use'], address: unknown) => {
    if (typeof address === 'string') found.set(`${use} ${address}`, { use, address });
  };
  for (const node of walk(document)) {
    if (isImage(node)) {
      add('image', node.attrs?.src);
      add('link', node.attrs?.href);
    }
    for (const mark of node.marks ?? []) if (mark.type === 'link') add('link', mark.attrs?.href);
  }
  return [...found.values()];
}

/** A link that leads to an item by now, and was written out for a mention of it, is one again. */
function withMentions(nodes: readonly JSONContent[]): JSONContent[] {
  const result: JSONContent[] = [];
  let before: unknown;
  for (const node of nodes) {
    const link = node.marks?.find((mark) => mark.type === 'link')?.attrs;
    const mention = link === undefined ? null : mentionOfLink(link.href, link.title);
    // Words that differ in weight are several nodes of one link.
    if (mention === null || link?.href !== before) result.push(mention ?? node);
    before = mention === null ? undefined : link?.href;
  }
  return result;
}

/** The same document with other addresses. @param change the new address, or null to leave it as it is */
export function withAddresses(document: DocumentJson, change: (address: Address) => string | null): DocumentJson {
  const changed = (use: Address['use'], address: unknown): unknown =>
    typeof address === 'string' ? (change({ use, address }) ?? address) : address;

  const inNode = (node: JSONContent): JSONContent => {
    const next: JSONContent = { ...node };
    if (isImage(node)) next.attrs = { ...node.attrs, src: changed('image', node.attrs?.src) };
    if (node.type === 'image') next.attrs = { ...next.attrs, href: changed('link', node.attrs?.href) };
    if (isMention(node)) {
      const href = change({ use: 'link', address: linkOfMention(node)?.href ?? '' });
      if (href !== null) next.attrs = { ...node.attrs, href };
    }
    if (node.marks !== undefined) {
      next.marks = node.marks.map((mark) =>
        mark.type === 'link' ? { ...mark, attrs: { ...mark.attrs, href: changed('link', mark.attrs?.href) } } : mark,
      );
    }
    if (node.content !== undefined) next.content = withMentions(node.content.map(inNode));
    return next;
  };
  return { ...inNode(document), type: 'doc' };
}
