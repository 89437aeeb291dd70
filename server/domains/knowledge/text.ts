import { appendUpdate, holdDocument, readDocument, readHead, sqlOfPrisma } from '@/server/platform/collab';
import { type Db, inTransaction, type Tx } from '@/server/platform/db/client';
import { notFound } from '@/server/platform/errors';
import { runBeside } from '@/server/platform/worker/task';
import { DERIVE_TEXT, type DerivedText, DRAFT_TEXT, type Draft, type WantedText } from './text.tasks';

/** A document's last update, and when it was written. @returns null while it has none */
export function headOf(db: Db, itemId: string): Promise<{ seq: bigint; at: Date } | null> {
  return readHead(sqlOfPrisma(db), itemId);
}

/** @returns the sequence number of the document's last update; 0 while it has none */
export async function headSeq(db: Db, itemId: string): Promise<bigint> {
  return (await headOf(db, itemId))?.seq ?? 0n;
}

/**
 * Holds the text against every other writer, open editors included, until the transaction ends: what is compared with
 * the state that somebody saw is then what is written over.
 * @returns the text's last update, as `headSeq`
 */
export async function holdText(tx: Tx, itemId: string): Promise<bigint> {
  await holdDocument(sqlOfPrisma(tx), itemId);
  return headSeq(tx, itemId);
}

const stored = (db: Db, itemId: string) => inTransaction(db, (tx) => readDocument(sqlOfPrisma(tx), itemId));

/** What the document says, and its last update that is in it. @returns null when there is no document */
export async function readText(db: Db, itemId: string): Promise<{ text: DerivedText; seq: bigint } | null> {
  const document = await stored(db, itemId);
  return document && { text: await runBeside(DERIVE_TEXT, document.updates), seq: document.seq };
}

/** A draft on the document's state at `seq`. */
export type ItemDraft = Draft & { seq: bigint };

/**
 * Works out how an item comes to say what is wanted. It may take long, so nothing should be locked meanwhile.
 * @throws KenningError not_found; too_large as `readMarkdown`
 */
export async function draftText(db: Db, itemId: string, wanted: WantedText): Promise<ItemDraft> {
  const document = await stored(db, itemId);
  if (!document) throw notFound();
  const { updates, seq } = document;
  return { ...(await runBeside(DRAFT_TEXT, { updates, wanted })), seq };
}

/** The same for a document that is still to be made. */
export const draftNewText = (wanted: WantedText): Promise<Draft> => runBeside(DRAFT_TEXT, { updates: [], wanted });

/**
 * Writes a draft; it is merged with what others typed since it was made.
 * @returns the sequence number of the change; null when the document said so already
 */
export async function writeText(
  tx: Tx,
  target: { itemId: string; personId: string | null; now: Date; begins?: boolean },
  { update }: Draft,
): Promise<bigint | null> {
  const { itemId: documentId, ...by } = target;
  return update && appendUpdate(tx, { documentId, ...by, bytes: update });
}
