import { isDeepStrictEqual } from 'node:util';
import * as Y from 'yjs';
import { DOCUMENT_FRAGMENT } from '../document.schema';

/** @returns of which Yjs client, up to which clock, a document lacks something; null when it has all of it */
export function lacks(doc: Y.Doc, vector: ReadonlyMap<number, number>): string | null {
  for (const [client, clock] of vector) {
    const has = Y.getState(doc.store, client);
    if (has < clock) return `${client} up to ${clock}: it has ${has}`;
  }
  return null;
}

/** @returns what of a snapshot a document has not heard; null when it has heard everything, deletions too */
export function lacksOf(doc: Y.Doc, { sv, ds }: Y.Snapshot): string | null {
  const missing = lacks(doc, sv);
  if (missing) return missing;
  const own = Y.createDeleteSetFromStructStore(doc.store);
  return Y.equalDeleteSets(own, Y.mergeDeleteSets([own, ds])) ? null : 'something that was deleted';
}

/** Whether two documents are the same, down to what was deleted. */
export function same(one: Y.Doc, other: Y.Doc): boolean {
  return Y.equalSnapshots(Y.snapshot(one), Y.snapshot(other)) && isDeepStrictEqual(contentOf(one), contentOf(other));
}

/** What stands in it, with nodes, attributes and marks. */
function contentOf(doc: Y.Doc): unknown {
  const told = (part: unknown): unknown => {
    if (part instanceof Y.XmlText) return part.toDelta();
    if (part instanceof Y.XmlElement) return [part.nodeName, part.getAttributes(), part.toArray().map(told)];
    return null;
  };
  // As it is told: what one has typed oneself is kept in other objects than what came from elsewhere.
  return JSON.parse(JSON.stringify(doc.getXmlFragment(DOCUMENT_FRAGMENT).toArray().map(told)));
}
