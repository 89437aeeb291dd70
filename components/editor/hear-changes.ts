import type * as Y from 'yjs';

/** Does something on the way of a colleague's change into the page. A fault in it is reported like any other of the page. */
export function guarded(run: () => void): void {
  try {
    run();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

/**
 * Has each change of a document heard before Yjs tells its observers of it, and before it forgets what was deleted. Whatever
 * happens in what hears it, the change is told, or the page would no longer show what the document says.
 * @returns ends it
 */
export function hearChanges(doc: Y.Doc, hear: (transaction: Y.Transaction) => void): () => void {
  const heard = (transaction: Y.Transaction) => guarded(() => hear(transaction));
  doc.on('beforeObserverCalls', heard);
  return () => doc.off('beforeObserverCalls', heard);
}
