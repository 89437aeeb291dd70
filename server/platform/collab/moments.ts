import { type Moment, thinned } from './moments.rules';
import { MOMENT_MS_MAX, MOMENT_PAUSE_MS, MOMENTS_A_SESSION_MAX } from './session.schema';
import { cutRows, type Stretch, type StretchRow, stretchOf, writtenIn } from './sessions';
import type { Sql } from './sql';

export type { Moment } from './moments.rules';

const RECENT = writtenIn(
  cutRows('u.document_id = $1 and u.seq between $2::bigint and $3::bigint', {
    pauseMs: MOMENT_PAUSE_MS,
    msMax: MOMENT_MS_MAX,
  }),
);

const GATHERED = `
  select p.moment_first_seq::text as first, p.moment_last_seq::text as last, min(p.first_at) as started,
    max(p.last_at) as ended,
    json_agg(json_build_object('personId', p.person_id, 'firstAt', p.first_at, 'lastAt', p.last_at,
      'updates', p.updates, 'charsAdded', null, 'charsRemoved', null) order by p.position) as contributions
  from document_session_part p where p.document_id = $1 and p.first_seq = $2::bigint
  group by p.moment_first_seq, p.moment_last_seq`;

/**
 * CO-V50, CO-V51: the moments of a session, the first one first: while it goes on as its pauses cut it, and then as they
 * were gathered. One statement, so that none is missed meanwhile.
 */
export async function listMoments(
  sql: Sql,
  documentId: string,
  session: Pick<Stretch, 'firstSeq' | 'lastSeq'>,
): Promise<Moment[]> {
  const rows = await sql<StretchRow>(
    `select * from ((${RECENT}) union all (${GATHERED})) as every order by first::bigint`,
    [documentId, session.firstSeq.toString(), session.lastSeq.toString()],
  );
  return thinned(rows.map(stretchOf), MOMENTS_A_SESSION_MAX);
}
