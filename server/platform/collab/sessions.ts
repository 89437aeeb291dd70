import { SESSION_MS_MAX, SESSION_PAUSE_MS } from './session.schema';
import type { Sql } from './sql';

/** What one person did in a session. How much is known once the session is gathered. */
export type Contribution = {
  /** null: the product itself. */
  personId: string | null;
  firstAt: Date;
  lastAt: Date;
  updates: number;
  charsAdded: number | null;
  charsRemoved: number | null;
};

/** What was written between two cuts. */
export type Stretch = {
  firstSeq: bigint;
  lastSeq: bigint;
  startedAt: Date;
  endedAt: Date;
  /** Those who wrote, in the order of their first words. */
  contributions: Contribution[];
};
/** What was written between two pauses. A session is named by the document and its first update, which never changes. */
export type Session = Stretch & {
  /** How many moments are kept of it; null while its updates are rows. */
  moments: number | null;
};

type Cut = { pauseMs: number; msMax: number };

/** Updates as they are cut: which, `u` being the table, and what no piece goes beyond. */
type Uncut = { from: string; within: string };

/** Updates cut at every pause that is too long, where one says that it begins a session, and where a piece grows too long. */
export const cutRows = ({ from, within }: Uncut, { pauseMs, msMax }: Cut): string => `
  with reached as (
    select u.document_id, ${within} as within, u.seq, u.person_id, u.at, u.begins as asked,
      max(u.at) over (partition by ${within} order by u.seq) as reached
    from ${from}
  ), begun as (
    select *, asked or coalesce(
      at > lag(reached) over (partition by within order by seq) + interval '${pauseMs} milliseconds', true
    ) as begins
    from reached
  ), stretched as (
    select *, count(*) filter (where begins) over (partition by within order by seq) as stretch from begun
  ), sliced as (
    select *, floor(extract(epoch from
      reached - first_value(reached) over (partition by within, stretch order by seq)
    ) * 1000 / ${msMax}) as slice
    from stretched
  )`;

/**
 * CO-V1, CO-V2: the updates that are rows, cut into sessions, whose length is counted from their stretch's first update.
 * An update that comes late, after others with a later time, belongs to those. `which` limits the documents; no bytes
 * are read.
 */
export const sessionRows = (which: string): string =>
  cutRows(
    { from: `document_update u where ${which}`, within: 'u.document_id' },
    { pauseMs: SESSION_PAUSE_MS, msMax: SESSION_MS_MAX },
  );

/** What stands between two cuts, with who wrote it. */
export const writtenIn = (cut: string): string => `${cut}, written as (
    select within, stretch, slice, person_id, min(seq) as first, max(seq) as last, min(at) as first_at, max(at) as last_at,
      count(*)::int as updates
    from sliced group by within, stretch, slice, person_id
  )
  select min(first)::text as first, max(last)::text as last, min(first_at) as started, max(last_at) as ended,
    json_agg(json_build_object('personId', person_id, 'firstAt', first_at, 'lastAt', last_at, 'updates', updates,
      'charsAdded', null, 'charsRemoved', null) order by first) as contributions
  from written group by within, stretch, slice`;

type ContributionJson = {
  personId: string | null;
  firstAt: string;
  lastAt: string;
  updates: number;
  charsAdded: number | null;
  charsRemoved: number | null;
};
export type StretchRow = { first: string; last: string; started: Date; ended: Date; contributions: ContributionJson[] };

/** A row of what was written between two cuts. */
export const stretchOf = (row: StretchRow): Stretch => ({
  firstSeq: BigInt(row.first),
  lastSeq: BigInt(row.last),
  startedAt: row.started,
  endedAt: row.ended,
  contributions: row.contributions.map((one) => ({
    ...one,
    firstAt: new Date(one.firstAt),
    lastAt: new Date(one.lastAt),
  })),
});

type SessionRow = StretchRow & { moments: number | null };

const RECENT = `select *, null::int as moments from (${writtenIn(sessionRows('u.document_id = $1'))}) as recent`;

const GATHERED = `
  select s.first_seq::text as first, s.last_seq::text as last, s.started_at as started, s.ended_at as ended,
    (select json_agg(json_build_object('personId', p.person_id, 'firstAt', p.first_at, 'lastAt', p.last_at,
        'updates', p.updates, 'charsAdded', p.added, 'charsRemoved', p.removed) order by p.position)
      from (
        select person_id, min(position) as position, min(first_at) as first_at, max(last_at) as last_at,
          sum(updates)::int as updates, sum(chars_added)::int as added, sum(chars_removed)::int as removed
        from document_session_part where document_id = s.document_id and first_seq = s.first_seq group by person_id
      ) as p) as contributions,
    (select count(distinct moment_first_seq)::int
      from document_session_part where document_id = s.document_id and first_seq = s.first_seq) as moments
  from document_session s where s.document_id = $1`;

/**
 * The sessions of a document, the newest first, a page at a time. One statement, so that a session that is being
 * gathered stands in it once.
 * @param page.before only those that began before this update
 */
export async function listSessions(
  sql: Sql,
  documentId: string,
  page: { before: bigint | null; limit: number },
): Promise<Session[]> {
  const rows = await sql<SessionRow>(
    `select * from ((${RECENT}) union all (${GATHERED})) as every
     where $2::bigint is null or first::bigint < $2::bigint
     order by first::bigint desc limit $3::int`,
    [documentId, page.before?.toString() ?? null, page.limit],
  );
  return rows.map((row) => ({ ...stretchOf(row), moments: row.moments }));
}

/** How many sessions a document has. */
export async function countSessions(sql: Sql, documentId: string): Promise<number> {
  const [row] = await sql<{ count: number }>(
    `${sessionRows('u.document_id = $1')}
     select ((select count(*) from (select 1 from sliced group by stretch, slice) as recent)
       + (select count(*) from document_session s where s.document_id = $1))::int as count`,
    [documentId],
  );
  return row?.count ?? 0;
}

/** One session. @returns null when no session of this document begins with that update */
export async function findSession(sql: Sql, documentId: string, firstSeq: bigint): Promise<Session | null> {
  const [found] = await listSessions(sql, documentId, { before: firstSeq + 1n, limit: 1 });
  return found?.firstSeq === firstSeq ? found : null;
}

/** An update and who wrote it. */
export type Written = { personId: string | null; bytes: Uint8Array };
/** `seq`: its number; of the parts of a moment, the number of its first update. */
export type NumberedWritten = Written & { seq: bigint };
/** What a session or a moment is made of: all that was written before it, and all that was written in it. */
export type SessionBytes = { before: NumberedWritten[]; own: NumberedWritten[] };

/**
 * Everything written up to the end of a session or a moment, nothing of which is left out that was deleted later. One
 * statement, so that it is whole while sessions are being gathered.
 */
export async function readSession(
  sql: Sql,
  documentId: string,
  stretch: Pick<Stretch, 'firstSeq' | 'lastSeq'>,
): Promise<SessionBytes> {
  const rows = await sql<{ seq: string; person_id: string | null; bytes: Uint8Array }>(
    `select every.seq::text, every.person_id, every.bytes from (
       select p.moment_first_seq as seq, p.position, p.person_id, p.bytes
       from document_session_part p where p.document_id = $1 and p.moment_last_seq <= $2::bigint
       union all
       select u.seq, 0, u.person_id, u.bytes from document_update u where u.document_id = $1 and u.seq <= $2::bigint
     ) as every order by every.seq, every.position`,
    [documentId, stretch.lastSeq.toString()],
  );
  const all = rows.map(({ person_id: personId, bytes, seq }) => ({ personId, bytes, seq: BigInt(seq) }));
  const own = all.findIndex(({ seq }) => seq >= stretch.firstSeq);
  return own === -1 ? { before: all, own: [] } : { before: all.slice(0, own), own: all.slice(own) };
}
