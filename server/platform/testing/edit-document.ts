import type * as Y from 'yjs';
import { decodeDocument, updateOf } from '../collab/encoded';
import { sqlOfPrisma } from '../collab/sql';
import { appendUpdate, readDocument } from '../collab/store';
import type { Tx } from '../db/client';
import { notFound } from '../errors';

/**
 * For tests: edits a document in a transaction, as somebody who types.
 * @returns the sequence number and the update; null when `edit` changed nothing
 */
export async function editDocument(
  tx: Tx,
  target: { documentId: string; personId: string | null; now: Date },
  edit: (doc: Y.Doc) => void,
): Promise<{ seq: bigint; update: Uint8Array } | null> {
  const stored = await readDocument(sqlOfPrisma(tx), target.documentId);
  if (!stored) throw notFound();
  const doc = decodeDocument(stored.updates);
  const update = updateOf(doc, edit);
  doc.destroy();
  return update && { seq: await appendUpdate(tx, { ...target, bytes: update }), update };
}
