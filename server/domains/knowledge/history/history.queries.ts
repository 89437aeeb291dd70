import { z } from 'zod';
import { abilities, authorize } from '@/server/platform/access';
import {
  type Contribution,
  countSessions,
  listMomentsOf,
  listSessions,
  type Session,
  type Stretch,
  sqlOfPrisma,
} from '@/server/platform/collab';
import { SESSION_PAUSE_MS } from '@/server/platform/collab/session.schema';
import type { Context } from '@/server/platform/command';
import { RESTORED_EVENT } from '../commands/change-content';
import { factsOf, type ItemWithFacts, loadReadable } from '../load';
import { itemPolicy } from '../policy';
import { etagOf } from '../rules';
import { headSeq } from '../text';
import type { ContributorOutput, ListSessionsInput, SessionOutput, SessionsOutput } from './history.schema';
import { listSessionsInput, sessionName } from './history.schema';

/** What the event of a restoring says: its update, and the session that it brought back. */
const restoredEvent = z.object({ seq: sessionName, session: sessionName });

export type Names = ReadonlyMap<string, { id: string; name: string }>;

/** An item whose history the actor may read: everybody who may read the item. @throws KenningError not_found */
export async function readableItem({ db, actor }: Context, id: string): Promise<ItemWithFacts> {
  const item = await loadReadable(db, actor, id);
  authorize(itemPolicy, 'read', actor, factsOf(item));
  return item;
}

/** CO-V10: whoever wrote is named to everybody who may read what they wrote, also after they have left. */
export async function namesOf({ db }: Context, sessions: readonly Stretch[]): Promise<Names> {
  const ids = new Set(sessions.flatMap(({ contributions }) => contributions.map(({ personId }) => personId)));
  const id = { in: [...ids].filter((personId) => personId !== null) };
  const people = await db.person.findMany({ where: { id }, select: { id: true, name: true } });
  return new Map(people.map((person) => [person.id, person]));
}

export function contributorOf(
  { personId, updates: _, ...contribution }: Contribution,
  names: Names,
): ContributorOutput {
  const person = personId === null ? null : (names.get(personId) ?? null);
  const nobody = person ? null : personId === null ? 'product' : 'gone';
  return { person, nobody, ...contribution };
}

type Surroundings = {
  names: Names;
  restored: ReadonlyMap<string, string>;
  /** Of sessions that are not gathered, how many versions they hold. */
  versions: ReadonlyMap<bigint, number>;
  now: Date;
  head: bigint;
};

/** Of those that are not gathered; what was over in a moment holds one version. @param sessions the newest first */
async function versionsIn({ db }: Context, itemId: string, sessions: readonly Session[]): Promise<Map<bigint, number>> {
  const young = sessions
    .filter(({ moments, startedAt, endedAt }) => moments === null && endedAt.getTime() > startedAt.getTime())
    .reverse();
  if (young.length === 0) return new Map();
  const moments = await listMomentsOf(sqlOfPrisma(db), itemId, young);
  return new Map(young.map(({ firstSeq }, n) => [firstSeq, moments[n]?.length ?? 0]));
}

/** CO-V20: which of the sessions began by going back to an earlier one, and to which. */
async function restoredBy({ db }: Context, itemId: string, sessions: readonly Session[]): Promise<Map<string, string>> {
  const [newest, oldest] = [sessions[0], sessions.at(-1)];
  if (!newest || !oldest) return new Map();
  const events = await db.event.findMany({
    // A restoring is the first update of its session, and has its time.
    where: { type: RESTORED_EVENT, subject: itemId, at: { gte: oldest.startedAt, lte: newest.endedAt } },
    select: { data: true },
  });
  return new Map(events.map(({ data }) => restoredEvent.parse(data)).map(({ seq, session }) => [seq, session]));
}

export async function surroundingsOf(
  ctx: Context,
  itemId: string,
  { sessions, head }: { sessions: readonly Session[]; head: bigint },
): Promise<Surroundings> {
  const [names, restored, versions] = await Promise.all([
    namesOf(ctx, sessions),
    restoredBy(ctx, itemId, sessions),
    versionsIn(ctx, itemId, sessions),
  ]);
  return { names, restored, versions, now: ctx.now, head };
}

export function outputOf(session: Session, { names, restored, versions, now, head }: Surroundings): SessionOutput {
  const isLast = session.lastSeq === head;
  const name = String(session.firstSeq);
  return {
    session: name,
    startedAt: session.startedAt,
    endedAt: session.endedAt,
    goesOn: isLast && now.getTime() - session.endedAt.getTime() <= SESSION_PAUSE_MS,
    isLast,
    restored: restored.get(name) ?? null,
    versions: session.moments ?? versions.get(session.firstSeq) ?? 1,
    contributors: session.contributions.map((contribution) => contributorOf(contribution, names)),
  };
}

/**
 * The sessions in which an item was written, the newest first, a page at a time.
 * @throws KenningError not_found, also for what the actor may not read
 */
export async function itemSessions(ctx: Context, given: ListSessionsInput): Promise<SessionsOutput> {
  const { id, cursor, limit } = listSessionsInput.parse(given);
  const item = await readableItem(ctx, id);
  const sql = sqlOfPrisma(ctx.db);
  const before = cursor ? BigInt(cursor) : null;
  const [found, total, head] = await Promise.all([
    listSessions(sql, item.id, { before, limit: limit + 1 }),
    countSessions(sql, item.id),
    headSeq(ctx.db, item.id),
  ]);
  const shown = found.slice(0, limit);
  const surroundings = await surroundingsOf(ctx, item.id, { sessions: shown, head });
  const last = shown.at(-1);
  const { title, revision, trashing } = item;
  const can = abilities(itemPolicy, ctx.actor, factsOf(item));
  return {
    item: { id: item.id, title, etag: etagOf(revision, head), trashedAt: trashing?.at ?? null, can },
    sessions: shown.map((session) => outputOf(session, surroundings)),
    nextCursor: found.length > limit && last ? String(last.firstSeq) : null,
    total,
  };
}
