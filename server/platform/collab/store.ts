import { z } from 'zod';
import type { Tx } from '../db/client';
import { notFound } from '../errors';
import { type Sql, sqlOfPrisma } from './sql';

/** The channel on which a commit of updates is announced to whoever holds the document open. */
export const DOCUMENT_CHANNEL = 'kenning_document';

const notice = z.object({ origin: z.string().nullable(), documentId: z.string(), seq: z.string().regex(/^\d+$/) });

/** What the channel carries. `origin` names the room server whose own updates these are; null for every other writer. */
type DocumentNotice = z.infer<typeof notice>;

/** @throws Error when it is no notice of ours */
export const readNotice = (payload: string): DocumentNotice => notice.parse(JSON.parse(payload));

/** What is stored of a document: its state up to and including `seq`, and how much of it lies behind its snapshot. */
type Stored = { seq: bigint; bytes: number; tailUpdates: number; tailBytes: number };
/** `vector`: its state vector; null where that is not known without reading it. */
export type StoredDocument = Stored & { updates: Uint8Array[]; vector: Uint8Array | null };

type UpdateRow = { seq: string; bytes: Uint8Array };

/**
 * Updates after `seq`, in the order they were committed; as parts of their moment where they have been gathered
 * meanwhile, which may say again what was written before `seq`.
 */
export async function readTail(
  sql: Sql,
  documentId: string,
  seq: bigint,
): Promise<{ seq: bigint; bytes: Uint8Array }[]> {
  const rows = await sql<UpdateRow>(
    // Ordered by the column: a bare `seq` would be the text of the output, in which 10 comes before 9.
    `select tail.seq::text, tail.bytes from (
       select p.moment_last_seq as seq, p.bytes
       from document_session_part p where p.document_id = $1 and p.moment_last_seq > $2::bigint
       union all
       select u.seq, u.bytes from document_update u where u.document_id = $1 and u.seq > $2::bigint
     ) as tail order by tail.seq`,
    [documentId, seq.toString()],
  );
  return rows.map((row) => ({ seq: BigInt(row.seq), bytes: row.bytes }));
}

/** A document's last update, whether it is still a row or gathered. @returns null while it has none */
export async function readHead(sql: Sql, documentId: string): Promise<{ seq: bigint; at: Date } | null> {
  const [head] = await sql<{ seq: string; at: Date }>(
    `select h.seq::text, coalesce(
       (select u.at from document_update u where u.seq = h.seq),
       (select s.ended_at from document_session s where s.document_id = $1 and s.last_seq = h.seq)
     ) as at
     from document_head($1) as h(seq) where h.seq is not null`,
    [documentId],
  );
  return head ? { seq: BigInt(head.seq), at: head.at } : null;
}

/** The newest snapshot and the updates after it, as they are stored. @returns null when there is no such document */
export async function readDocument(sql: Sql, documentId: string): Promise<StoredDocument | null> {
  // As base64 a snapshot takes two thirds of the way that PostgreSQL's own text of bytes takes.
  const [base] = await sql<{ seq: string | null; state: string | null; vector: Uint8Array | null }>(
    `select s.seq::text, encode(s.state, 'base64') as state, s.vector
     from document d left join document_snapshot s on s.document_id = d.id where d.id = $1`,
    [documentId],
  );
  if (!base) return null;
  const from = BigInt(base.seq ?? 0);
  const state = base.state === null ? null : Buffer.from(base.state, 'base64');
  const tail = await readTail(sql, documentId, from);
  const tailBytes = tail.reduce((sum, row) => sum + row.bytes.length, 0);
  return {
    updates: [...(state ? [state] : []), ...tail.map((row) => row.bytes)],
    seq: tail.at(-1)?.seq ?? from,
    bytes: (state?.length ?? 0) + tailBytes,
    vector: tail.length === 0 ? base.vector : null,
    tailUpdates: tail.length,
    tailBytes,
  };
}

/** Whose each Yjs client is, of those that have written to the document. */
export async function readAuthors(sql: Sql, documentId: string): Promise<[number, string][]> {
  const rows = await sql<{ client: string; person_id: string }>(
    'select client::text, person_id from document_author where document_id = $1',
    [documentId],
  );
  return rows.map((row) => [Number(row.client), row.person_id]);
}

/** Keeps the document's state up to `seq`, unless a newer one is kept already. The log stays. */
export async function writeSnapshot(
  sql: Sql,
  snapshot: { documentId: string; seq: bigint; state: Uint8Array; vector: Uint8Array; now: Date },
): Promise<void> {
  await sql(
    `insert into document_snapshot (document_id, seq, state, vector, at)
     values ($1, $2::bigint, $3, $4, $5::timestamptz)
     on conflict (document_id) do update
       set seq = excluded.seq, state = excluded.state, vector = excluded.vector, at = excluded.at
     where document_snapshot.seq < excluded.seq`,
    [snapshot.documentId, snapshot.seq.toString(), snapshot.state, snapshot.vector, snapshot.now.toISOString()],
  );
}

/** Makes an empty document. @param documentId letters, digits, `-` and `_`, at most 64 */
export async function createDocument(tx: Tx, documentId: string, now: Date): Promise<void> {
  await tx.document.create({ data: { id: documentId, createdAt: now } });
}

/**
 * Holds the document against every other writer until the transaction ends, so that its sequence numbers grow in the
 * order of the commits. @throws KenningError not_found
 */
export async function holdDocument(sql: Sql, documentId: string): Promise<void> {
  const held = await sql('select id from document where id = $1 for no key update', [documentId]);
  if (held.length === 0) throw notFound();
}

type NewUpdate = {
  documentId: string;
  personId: string | null;
  bytes: Uint8Array;
  now: Date;
  /** It begins a session, whatever was written just before. */
  begins?: boolean;
};

/**
 * Appends an update inside a command's transaction. It may have been made on any earlier state: what others typed
 * meanwhile is merged with it, never overwritten.
 * @returns its sequence number
 * @throws KenningError not_found when there is no such document
 */
export async function appendUpdate(tx: Tx, update: NewUpdate): Promise<bigint> {
  const sql = sqlOfPrisma(tx);
  await holdDocument(sql, update.documentId);
  const [row] = await sql<{ seq: string }>(
    `insert into document_update (document_id, person_id, at, bytes, begins)
     values ($1, $2, $3::timestamptz, $4, $5::boolean) returning seq::text`,
    [update.documentId, update.personId, update.now.toISOString(), update.bytes, update.begins ?? false],
  );
  if (!row) throw new Error('The insert returned no row.');
  const notice: DocumentNotice = { origin: null, documentId: update.documentId, seq: row.seq };
  await sql('select pg_notify($1, $2)::text', [DOCUMENT_CHANNEL, JSON.stringify(notice)]);
  return BigInt(row.seq);
}
