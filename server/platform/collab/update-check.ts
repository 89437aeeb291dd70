import * as Y from 'yjs';

/** What an update did to a live document. */
export type Applied = {
  /** What the others have to hear; null when nothing became visible. */
  change: Uint8Array | null;
  /** What has to be kept; null when the document already had all of it. */
  keep: Uint8Array | null;
  /** Others' held-back updates came into view with it, so that its sender lacks them too. */
  releasedOthers: boolean;
};

type Pending = { structs: Uint8Array | null; deletes: Uint8Array | null };

const pendingOf = (doc: Y.Doc): Pending => ({
  structs: doc.store.pendingStructs?.update ?? null,
  deletes: doc.store.pendingDs,
});

const sameBytes = (one: Uint8Array | null, other: Uint8Array | null): boolean =>
  one === other || (one !== null && other !== null && Buffer.compare(one, other) === 0);

/**
 * Reads an update to its end, because Yjs would apply the first half of a truncated one.
 * @throws Error when the bytes are not an update
 */
export function checkUpdate(bytes: Uint8Array): void {
  Y.decodeUpdate(bytes);
}

/**
 * Applies an update and says what has to be told and kept. One that refers to content which has not arrived yet stays
 * pending in the document and is kept as it came.
 * @throws Error when Yjs fails on it; the document may then hold a part of it
 */
export function applyUpdate(doc: Y.Doc, bytes: Uint8Array, origin: unknown): Applied {
  const before = pendingOf(doc);
  const changes: Uint8Array[] = [];
  const listen = (change: Uint8Array) => changes.push(change);
  doc.on('update', listen);
  try {
    Y.applyUpdate(doc, bytes, origin);
  } finally {
    doc.off('update', listen);
  }
  const after = pendingOf(doc);
  const pendingMoved = !sameBytes(before.structs, after.structs) || !sameBytes(before.deletes, after.deletes);
  const change = changes.length === 0 ? null : changes.length === 1 ? (changes[0] ?? null) : Y.mergeUpdates(changes);
  return { change, keep: pendingMoved ? bytes : change, releasedOthers: pendingMoved && change !== null };
}

/** @returns whether the document already has everything in the update. @throws Error when the bytes are not one */
export function hasAllOf(doc: Y.Doc, bytes: Uint8Array): boolean {
  return Y.snapshotContainsUpdate(Y.snapshot(doc), bytes);
}
