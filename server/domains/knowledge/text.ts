import { editDocument, holdDocument, loadDocument, sqlOfTransaction } from '@/server/platform/collab';
import { type Db, inTransaction, type Tx } from '@/server/platform/db/client';
import type { DocumentJson } from './document.schema';
import { readYDoc, updateYDoc } from './yjs';

/** The text of an item as it stands, and the last update that is in it. */
export type ItemText = { json: DocumentJson; seq: bigint };

/** @returns the sequence number of the document's last update; 0 while it has none */
export async function headSeq(db: Db, itemId: string): Promise<bigint> {
  const newest = await db.documentUpdate.findFirst({
    where: { documentId: itemId },
    orderBy: { seq: 'desc' },
    select: { seq: true },
  });
  return newest?.seq ?? 0n;
}

/**
 * Holds the text against every other writer, open editors included, until the transaction ends: what is compared with
 * the state that somebody saw is then what is written over.
 * @returns the text's last update, as `headSeq`
 */
export async function holdText(tx: Tx, itemId: string): Promise<bigint> {
  await holdDocument(sqlOfTransaction(tx), itemId);
  return headSeq(tx, itemId);
}

/** Reads the document from its log. @returns null when there is none */
export async function readText(db: Db, itemId: string): Promise<ItemText | null> {
  return inTransaction(db, async (tx) => {
    const loaded = await loadDocument(sqlOfTransaction(tx), itemId);
    if (!loaded) return null;
    try {
      return { json: readYDoc(loaded.doc).document, seq: loaded.seq };
    } finally {
      loaded.doc.destroy();
    }
  });
}

/**
 * Makes the document say `json`, by the smallest change, which is merged with what others type meanwhile.
 * @returns the sequence number of that change; null when the document said so already
 */
export async function writeText(
  tx: Tx,
  target: { itemId: string; personId: string | null; now: Date },
  json: DocumentJson,
): Promise<bigint | null> {
  const { itemId: documentId, personId, now } = target;
  const written = await editDocument(tx, { documentId, personId, now }, (doc) => updateYDoc(doc, json));
  return written?.seq ?? null;
}
