import type * as Y from 'yjs';

/**
 * Has each change of a document heard before Yjs tells its observers of it, and before it forgets what was deleted. A fault
 * in what hears it is reported like any other of the page; the change is told nevertheless, or the page would no longer
 * show what the document says.
 * @returns ends it
 */
export function hearChanges(doc: Y.Doc, hear: (transaction: Y.Transaction) => void): () => void {
  const guarded = (transaction: Y.Transaction) => {
    try {
      hear(transaction);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  };
  doc.on('beforeObserverCalls', guarded);
  return () => doc.off('beforeObserverCalls', guarded);
}
