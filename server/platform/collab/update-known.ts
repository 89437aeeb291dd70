import * as Y from 'yjs';
import { structsBetween } from './structs.rules';
import type { Decoded, Struct } from './update-encode.rules';

/** A struct from a place within it on, as Yjs cuts it: to the right of what comes before, wherever that stands. */
function restOf(struct: Struct, offset: number): Struct {
  const { client, clock } = struct.id;
  const id = Y.createID(client, clock + offset);
  if (!(struct instanceof Y.Item)) return new (struct instanceof Y.GC ? Y.GC : Y.Skip)(id, struct.length - offset);
  const before = Y.createID(client, clock + offset - 1);
  return new Y.Item(id, null, before, null, struct.rightOrigin, null, null, struct.content.splice(offset));
}

/**
 * CO-U30: an update without the structs that a document has. One that begins in what is known is cut there: Yjs would put
 * its rest behind what is known, whatever the struct itself says.
 * @returns the same object where nothing of it is known
 */
export function withoutKnown(doc: Y.Doc, update: Decoded): Decoded {
  if (!update.structs.some(({ id }) => id.clock < Y.getState(doc.store, id.client))) return update;
  const structs = update.structs.flatMap((struct) => {
    const known = Y.getState(doc.store, struct.id.client) - struct.id.clock;
    if (known <= 0) return [struct];
    return known >= struct.length ? [] : [restOf(struct, known)];
  });
  return { structs, ds: update.ds };
}

/** Whether an update says nothing that a document does not say. */
export function isKnown(doc: Y.Doc, { structs, ds }: Decoded): boolean {
  if (!structs.every(({ id, length }) => id.clock + length <= Y.getState(doc.store, id.client))) return false;
  return [...ds.clients].every(([client, ranges]) =>
    ranges.every(({ clock, len }) => {
      if (clock + len > Y.getState(doc.store, client)) return false;
      for (const struct of structsBetween(doc, client, clock, clock + len)) if (!struct.deleted) return false;
      return true;
    }),
  );
}
