import type { JSONContent } from '@tiptap/core';
import { walk } from './markdown/extract';
import { isMentionId } from './mention.rules';
import type { Named } from './mention.schema';

/** Whom and what a document names, each once, in reading order. */
export function mentionsIn(document: JSONContent): { personIds: string[]; itemIds: string[] } {
  const found = { personMention: new Set<string>(), itemMention: new Set<string>() };
  for (const node of walk(document)) {
    const named: unknown = node.attrs?.id;
    if ((node.type === 'personMention' || node.type === 'itemMention') && isMentionId(named))
      found[node.type].add(named);
  }
  return { personIds: [...found.personMention], itemIds: [...found.itemMention] };
}

/**
 * The document for one reader: a mention carries `named`, the person or the item as that reader may know them. One that
 * they may not read carries null, as one that does not exist does. Such a document is shown and written out, never stored.
 */
export function withNames(document: JSONContent, { people, items }: Named): JSONContent {
  const known = {
    personMention: new Map<unknown, Named['people'][number]>(people.map((person) => [person.id, person])),
    itemMention: new Map<unknown, Named['items'][number]>(items.map((item) => [item.id, item])),
  };
  const inNode = (node: JSONContent): JSONContent => {
    if (node.type === 'personMention' || node.type === 'itemMention')
      return { ...node, attrs: { ...node.attrs, named: known[node.type].get(node.attrs?.id) ?? null } };
    return node.content === undefined ? node : { ...node, content: node.content.map(inNode) };
  };
  return inNode(document);
}
