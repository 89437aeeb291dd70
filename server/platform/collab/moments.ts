import { dealt, type Moment, thinned } from './moments.rules';
import { MOMENT_MS_MAX, MOMENT_PAUSE_MS, MOMENTS_A_SESSION_MAX } from './session.schema';
import { cutRows, type Stretch, type StretchRow, stretchOf, writtenIn } from './sessions';
import type { Sql } from './sql';

export type { Moment } from './moments.rules';

type Span = Pick<Stretch, 'firstSeq' | 'lastSeq'>;

const RECENT = writtenIn(
  cutRows(
    {
      from: `unnest($2::bigint[], $3::bigint[]) as of(first, last)
        join document_update u on u.document_id = $1 and u.seq between of.first and of.last`,
      within: 'of.first',
    },
    { pauseMs: MOMENT_PAUSE_MS, msMax: MOMENT_MS_MAX },
  ),
);

const GATHERED = `
  select p.moment_first_seq::text as first, p.moment_last_seq::text as last, min(p.first_at) as started,
    max(p.last_at) as ended,
    json_agg(json_build_object('personId', p.person_id, 'firstAt', p.first_at, 'lastAt', p.last_at,
      'updates', p.updates, 'charsAdded', null, 'charsRemoved', null) order by p.position) as contributions
  from document_session_part p where p.document_id = $1 and p.first_seq = any($2::bigint[])
  group by p.moment_first_seq, p.moment_last_seq`;

/**
 * CO-V50, CO-V51: the moments of each of some sessions, the first one first: while it goes on as its pauses cut it, and
 * then as they were gathered. One statement for all, so that none is missed meanwhile.
 * @param sessions in the order in which they were written
 */
export async function listMomentsOf(sql: Sql, documentId: string, sessions: readonly Span[]): Promise<Moment[][]> {
  const rows = await sql<StretchRow>(
    `select * from ((${RECENT}) union all (${GATHERED})) as every order by first::bigint`,
    [documentId, sessions.map(({ firstSeq }) => `${firstSeq}`), sessions.map(({ lastSeq }) => `${lastSeq}`)],
  );
  return dealt(rows.map(stretchOf), sessions, ({ firstSeq }) => firstSeq).map((own) =>
    thinned(own, MOMENTS_A_SESSION_MAX),
  );
}

/** The same of one session. */
export async function listMoments(sql: Sql, documentId: string, session: Span): Promise<Moment[]> {
  const [moments = []] = await listMomentsOf(sql, documentId, [session]);
  return moments;
}
