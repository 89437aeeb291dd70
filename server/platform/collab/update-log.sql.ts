import type pg from 'pg';
import { type Sql, sqlOf } from './sql';
import { DOCUMENT_CHANNEL } from './store';
import type { CommittedUpdates, Fence, LogEntry } from './update-log';

/** What became of a batch, by document. `locked`: somebody else holds its row. `claimed`: as `LogRefusal`. */
export type Outcome = { committed: CommittedUpdates[]; gone: string[]; claimed: string[]; locked: Set<string> };
type InsertedRow = { document_id: string; count: number; previous: string | null; last: string };

const LOCK = 'select id from document where id = any($1) order by id for no key update skip locked';
const EXISTING = 'select id from document where id = any($1)';
const CLAIM = `
  with wanted as (select * from unnest($1::text[], $2::bigint[], $3::text[]) as w(document_id, client, person_id)),
  added as (
    insert into document_author (document_id, client, person_id) select document_id, client, person_id from wanted
    on conflict do nothing
  )
  select distinct w.document_id from wanted w
  join document_author a on a.document_id = w.document_id and a.client = w.client and a.person_id <> w.person_id`;
const INSERT = `
  with before as (
    select d.id as document_id, document_head(d.id) as previous from unnest($5::text[]) as d(id)
  ), added as (
    insert into document_update (document_id, person_id, at, bytes)
    select e.document_id, e.person_id, e.at, substring($4::bytea from e.first for e.length)
    from unnest($1::text[], $2::text[], $3::timestamptz[], $8::int[], $9::int[])
      with ordinality as e(document_id, person_id, at, first, length, position)
    order by e.position
    returning document_id, seq
  ), grown as (
    select document_id, count(*)::int as count, max(seq) as last from added group by document_id
  )
  select g.document_id, g.count, b.previous::text, g.last::text,
    pg_notify($6, json_build_object('origin', $7::text, 'documentId', g.document_id, 'seq', g.last::text)::text)::text
  from grown g join before b on b.document_id = g.document_id`;

/** What every commit says is read and planned once for a connection. */
const NAMES = new Map([LOCK, EXISTING, CLAIM, INSERT].map((text, index) => [text, `collab_write_${index}`]));
const preparedOf =
  (client: pg.ClientBase): Sql =>
  async <Row>(text: string, values: unknown[]) => {
    const { rows } = await client.query({ name: NAMES.get(text), text, values });
    return rows as Row[];
  };

export type WriteOptions = {
  /** Names this server in notices, so that it does not read its own updates back. */
  origin: string;
  fence?: Fence | undefined;
  statementMs: number;
};

/**
 * Writes a batch in a transaction: what of it can be. Documents whose rows somebody else holds are passed over. What needs
 * no answer is sent with what does: a process that is busy hears each answer late. So a process that may not write any more
 * holds rows until it hears that.
 * @param client pipelined. After an error it may stand in the transaction, with answers to come; where the connection broke,
 * all may have been committed nevertheless
 * @throws Error when the fence is not passed
 */
export async function writeBatch(
  client: pg.ClientBase,
  entries: readonly LogEntry[],
  options: WriteOptions,
): Promise<Outcome> {
  const sql = preparedOf(client);
  const wanted = [...new Set(entries.map((entry) => entry.documentId))];
  const [, , rows] = await Promise.all([
    begin(client, options.statementMs),
    passFence(client, options.fence),
    sql<{ id: string }>(LOCK, [wanted]),
  ]);
  const held = new Set(rows.map((row) => row.id));
  const missing = wanted.filter((id) => !held.has(id));
  const existing = missing.length === 0 ? [] : await sql<{ id: string }>(EXISTING, [missing]);
  const locked = new Set(existing.map((row) => row.id));
  const gone = missing.filter((id) => !locked.has(id));
  const claimed = await claim(
    sql,
    entries.filter((entry) => held.has(entry.documentId)),
  );
  for (const documentId of claimed) held.delete(documentId);
  const own = entries.filter((entry) => held.has(entry.documentId));
  const inserted = own.length === 0 ? [] : insert(sql, own, [...held], options.origin);
  // The insert has been sent. Where PostgreSQL refuses it, this takes the transaction back and says no error: that has.
  const [committed] = await Promise.all([inserted, client.query('commit')]);
  return { committed, gone, claimed, locked };
}

async function begin(client: pg.ClientBase, statementMs: number): Promise<void> {
  const ms = Math.trunc(statementMs);
  const locally = ['statement_timeout', 'idle_in_transaction_session_timeout'];
  // The second for a connection that we have given up and the database has not.
  await client.query(`begin; ${locally.map((name) => `set local ${name} = ${ms};`).join(' ')}`);
}

async function passFence(client: pg.ClientBase, fence: Fence | undefined): Promise<void> {
  if (!fence) return;
  const rows = await sqlOf(client)(fence.sql, [...fence.params]);
  if (rows.length === 0) throw new Error('Another process holds this database.');
}

/** Writes down whose the new Yjs clients are. @returns documents in which one is another person's already */
async function claim(sql: Sql, entries: readonly LogEntry[]): Promise<string[]> {
  const wanted = entries.flatMap(({ documentId, personId, clients }) =>
    clients.map((client) => ({ documentId, client, personId })),
  );
  if (wanted.length === 0) return [];
  const rows = await sql<{ document_id: string }>(CLAIM, [
    wanted.map((one) => one.documentId),
    wanted.map((one) => one.client),
    wanted.map((one) => one.personId),
  ]);
  return rows.map((row) => row.document_id);
}

async function insert(
  sql: Sql,
  entries: readonly LogEntry[],
  documentIds: string[],
  origin: string,
): Promise<CommittedUpdates[]> {
  const lengths = entries.map(({ bytes }) => bytes.length);
  let next = 1;
  const firsts = lengths.map((length) => {
    next += length;
    return next - length;
  });
  const rows = await sql<InsertedRow>(INSERT, [
    entries.map((entry) => entry.documentId),
    entries.map((entry) => entry.personId),
    entries.map((entry) => entry.at.toISOString()),
    // All of them as one value: each by itself would be written out in hexadecimal digits.
    Buffer.concat(entries.map(({ bytes }) => bytes)),
    documentIds,
    DOCUMENT_CHANNEL,
    origin,
    firsts,
    lengths,
  ]);
  return rows.map((row) => ({
    documentId: row.document_id,
    count: row.count,
    previousSeq: BigInt(row.previous ?? 0),
    lastSeq: BigInt(row.last),
  }));
}
