import * as Y from 'yjs';

/** How many structs Yjs holds a document as: what `documentStructsMax` is about. */
export function structsOf(doc: Y.Doc): number {
  let count = 0;
  for (const structs of doc.store.clients.values()) count += structs.length;
  return count;
}

/** The structs of a client from one clock to another, as far as the document has them; the first and last may go beyond. */
export function* structsBetween({ store }: Y.Doc, client: number, from: number, to: number): Generator<Y.Item | Y.GC> {
  const structs = store.clients.get(client) ?? [];
  if (from >= Math.min(to, Y.getState(store, client))) return;
  for (let at = Y.findIndexSS(structs, from); at < structs.length; at += 1) {
    const struct = structs[at] as Y.Item | Y.GC;
    if (struct.id.clock >= to) return;
    yield struct;
  }
}

/** Up to which clock a document has each client's work. */
export const stateOf = (doc: Y.Doc): Map<number, number> => Y.decodeStateVector(Y.encodeStateVector(doc));
