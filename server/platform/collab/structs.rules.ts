import type * as Y from 'yjs';

/** How many structs Yjs holds a document as: what `documentStructsMax` is about. */
export function structsOf(doc: Y.Doc): number {
  let count = 0;
  for (const structs of doc.store.clients.values()) count += structs.length;
  return count;
}
