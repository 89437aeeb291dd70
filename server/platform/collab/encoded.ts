import * as Y from 'yjs';

/** Loading, cleaning and deriving takes some ten milliseconds for this much of a document. */
const SMALL_BYTES = 16_000;

/** Whether these updates are read in less time than the way to a thread and back takes. */
export const isSmall = (...updates: readonly (readonly Uint8Array[])[]): boolean =>
  updates.flat().reduce((sum, update) => sum + update.length, 0) <= SMALL_BYTES;

/**
 * An empty document that only ever is what its updates say. Yjs by itself tidies up formatting that says nothing any
 * more after a change of others; the document would then have deletions that stand in no log.
 */
export function exactDocument(options?: { gc: boolean }): Y.Doc {
  const doc = new Y.Doc(options);
  doc.on('afterTransaction', (transaction) => {
    transaction._needFormattingCleanup = false;
  });
  return doc;
}

/** Applies updates as one change. */
export function applyUpdates(doc: Y.Doc, updates: readonly Uint8Array[]): void {
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update);
  });
}

/** A document in memory, from its updates. The caller destroys it. */
export function decodeDocument(updates: readonly Uint8Array[]): Y.Doc {
  const doc = exactDocument();
  applyUpdates(doc, updates);
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
