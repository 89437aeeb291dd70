import * as Y from 'yjs';

/** A document in memory, from its updates. The caller destroys it. */
export function decodeDocument(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update);
  });
  return doc;
}

/** Changes a document in memory. @returns the difference as one update; null when `change` changed nothing */
export function updateOf(doc: Y.Doc, change: (doc: Y.Doc) => void): Uint8Array | null {
  const changes: Uint8Array[] = [];
  const keep = (update: Uint8Array) => changes.push(update);
  doc.on('update', keep);
  doc.transact(() => change(doc));
  doc.off('update', keep);
  return changes.length === 0 ? null : Y.mergeUpdates(changes);
}
