import { createHash } from 'node:crypto';
import type { PrismaClient } from '@/prisma/generated/client';
import { after } from '../clock';
import { inTransaction, type Tx } from '../db/client';
import { runBeside } from '../worker/task';
import { GATHER_SESSIONS, type Gathered, type GatherInput, type Part } from './gather.tasks';
import { listMomentsOf, type Moment } from './moments';
import { dealt } from './moments.rules';
import { GATHERED_AFTER_MS } from './session.schema';
import { readSession, sessionRows } from './sessions';
import { sqlOfPrisma } from './sql';
import { holdDocument, readDocument, writeSnapshot } from './store';

/** One round of one document: what the thread has in its memory at a time. */
const SESSIONS_AT_ONCE = 50;
const BYTES_AT_ONCE = 32 * 1_024 * 1_024;

const endedBefore = (now: Date): string => after(now, -GATHERED_AFTER_MS).toISOString();

/**
 * CO-V5: documents with sessions that can be gathered, and the last update of the last of those.
 * @returns a document again and again until it is done
 */
export async function documentsToGather(db: PrismaClient, now: Date): Promise<{ documentId: string; upTo: bigint }[]> {
  const which = `u.document_id in (
    select old.document_id from document_update old group by old.document_id having min(old.at) < $1::timestamptz)`;
  const rows = await sqlOfPrisma(db)<{ id: string; up_to: string }>(
    `${sessionRows(which)}
     select document_id as id, max(last)::text as up_to
     from (select document_id, max(seq) as last, max(reached) as ended from sliced group by document_id, stretch) as s
     where ended < $1::timestamptz group by document_id order by document_id`,
    [endedBefore(now)],
  );
  return rows.map((row) => ({ documentId: row.id, upTo: BigInt(row.up_to) }));
}

/** The same for the same state of a document: what was refused is not tried again before more is written. */
export function gatherId({ documentId, upTo }: { documentId: string; upTo: bigint }): string {
  const hex = createHash('sha256').update(`${documentId} ${upTo}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

type Ended = { first: string; last: string; started: Date; ended: Date; bytes: number };
type OldSession = { firstSeq: bigint; lastSeq: bigint; startedAt: Date; endedAt: Date; moments: Moment[] };
type Round = {
  documentId: string;
  sessions: OldSession[];
  input: GatherInput;
  rows: number;
  upTo: bigint;
  liveSeq: bigint;
};

/** The oldest of a document's sessions that have ended, whose rows lie together. */
async function endedSessions(tx: Tx, documentId: string, now: Date): Promise<Ended[]> {
  const ended = await sqlOfPrisma(tx)<Ended>(
    `${sessionRows('u.document_id = $1')}, every as (
       select stretch, slice, min(seq) as first, max(seq) as last, min(at) as started, max(at) as ended
       from sliced group by stretch, slice
     )
     select first::text, last::text, started, ended, (
       select sum(octet_length(b.bytes))::float8 from document_update b
       where b.document_id = $1 and b.seq between every.first and every.last
     ) as bytes
     from every
     where stretch in (select stretch from sliced group by stretch having max(reached) < $2::timestamptz)
     order by every.first limit $3::int`,
    [documentId, endedBefore(now), SESSIONS_AT_ONCE],
  );
  let bytes = 0;
  return ended.filter((session, index) => {
    bytes += session.bytes;
    return index === 0 || bytes <= BYTES_AT_ONCE;
  });
}

/** Reads a round's work at one moment of the database. @returns null when there is nothing to do */
function readRound(db: PrismaClient, documentId: string, now: Date): Promise<Round | null> {
  const read = async (tx: Tx): Promise<Round | null> => {
    const sql = sqlOfPrisma(tx);
    const ended = await endedSessions(tx, documentId, now);
    const [oldest, newest] = [ended[0], ended.at(-1)];
    const stored = await readDocument(sql, documentId);
    if (!oldest || !newest || !stored) return null;
    const upTo = BigInt(newest.last);
    const { before, own } = await readSession(sql, documentId, { firstSeq: BigInt(oldest.first), lastSeq: upTo });
    const spans = ended.map(({ first, last, started, ended }) => ({
      ...{ firstSeq: BigInt(first), lastSeq: BigInt(last) },
      ...{ startedAt: started, endedAt: ended },
    }));
    const moments = await listMomentsOf(sql, documentId, spans);
    const sessions = spans.map((span, n): OldSession => ({ ...span, moments: moments[n] ?? [] }));
    const rows = dealt(own, spans, ({ seq }) => seq);
    const input = {
      before: before.map(({ bytes }) => bytes),
      sessions: sessions.map(({ moments }, n) => dealt(rows[n] ?? [], moments, ({ seq }) => seq)),
      live: stored.updates,
    };
    return { documentId, sessions, input, rows: own.length, upTo, liveSeq: stored.seq };
  };
  return db.$transaction(read, { isolationLevel: 'RepeatableRead' });
}

function partRows(documentId: string, { firstSeq, moments }: OldSession, parts: readonly (readonly Part[])[]) {
  const rows = moments.flatMap((moment, n) =>
    (parts[n] ?? []).map((part) => {
      const own = moment.contributions.find(({ personId }) => personId === part.personId);
      if (!own) throw new Error('A part is of nobody who wrote in the moment.');
      const { firstAt, lastAt, updates } = own;
      const of = { momentFirstSeq: moment.firstSeq, momentLastSeq: moment.lastSeq, firstAt, lastAt, updates };
      return { documentId, firstSeq, ...of, ...part, bytes: new Uint8Array(part.bytes) };
    }),
  );
  return rows.map((row, position) => ({ ...row, position }));
}

/**
 * Puts the parts in the place of their rows. What was read and proved before still holds, or nothing is done: rows never
 * change, and only another gathering takes them away.
 */
async function writeRound(db: PrismaClient, round: Round, gathered: Gathered, now: Date): Promise<boolean> {
  const { documentId } = round;
  const sessions = round.sessions.slice(0, gathered.sessions.length);
  const upTo = sessions.at(-1)?.lastSeq ?? 0n;
  const rows = round.input.sessions
    .slice(0, sessions.length)
    .flat()
    .reduce((sum, some) => sum + some.length, 0);
  return inTransaction(db, async (tx) => {
    const sql = sqlOfPrisma(tx);
    await holdDocument(sql, documentId);
    const old = { documentId, seq: { lte: upTo } };
    if ((await tx.documentUpdate.count({ where: old })) !== rows) return false;
    await coverBySnapshot(tx, round, { upTo, state: gathered.state, vector: gathered.vector, now });
    await tx.documentSession.createMany({
      data: sessions.map(({ moments: _, ...session }) => ({ documentId, ...session })),
    });
    const parts = sessions.flatMap((session, n) => partRows(documentId, session, gathered.sessions[n] ?? []));
    await tx.documentSessionPart.createMany({ data: parts });
    const { count } = await tx.documentUpdate.deleteMany({ where: old });
    if (count !== rows) throw new Error('Rows were gathered that nobody has read.');
    return true;
  });
}

/** Nothing is gathered that the document's snapshot does not hold: it is written first where it is behind. */
async function coverBySnapshot(
  tx: Tx,
  { documentId, liveSeq }: Round,
  { upTo, now, ...whole }: { upTo: bigint; state: Uint8Array; vector: Uint8Array; now: Date },
): Promise<void> {
  const where = { documentId, seq: { gte: upTo } };
  if ((await tx.documentSnapshot.count({ where })) > 0) return;
  await writeSnapshot(sqlOfPrisma(tx), { documentId, seq: liveSeq, ...whole, now });
  if ((await tx.documentSnapshot.count({ where })) === 0) throw new Error('The snapshot is behind what is gathered.');
}

export type GatherReport = { sessions: number; refused: Gathered['refused'] };

/**
 * Gathers the sessions of a document that have ended: their rows become one part a person and moment. Everything is
 * read, worked out and proved before the document is held, and then done in one transaction; stopped anywhere, nothing
 * has happened.
 * Safe to run twice and at once.
 * @param stopped asked between two rounds
 */
export async function gatherDocument(
  db: PrismaClient,
  { documentId, now }: { documentId: string; now: Date },
  stopped: () => boolean = () => false,
): Promise<GatherReport> {
  const report: GatherReport = { sessions: 0, refused: null };
  while (!stopped()) {
    const round = await readRound(db, documentId, now);
    if (!round) break;
    const gathered = await runBeside(GATHER_SESSIONS, round.input);
    const written = gathered.sessions.length > 0 && (await writeRound(db, round, gathered, now));
    if (written) report.sessions += gathered.sessions.length;
    report.refused = gathered.refused;
    if (!written || gathered.refused) break;
  }
  return report;
}
