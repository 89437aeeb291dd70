import { z } from 'zod';
import { abilities, authorize } from '@/server/platform/access';
import {
  type Contribution,
  countSessions,
  findSession,
  listSessions,
  readSession,
  type Session,
  sqlOfPrisma,
} from '@/server/platform/collab';
import { SESSION_PAUSE_MS } from '@/server/platform/collab/session.schema';
import type { Context } from '@/server/platform/command';
import { notFound } from '@/server/platform/errors';
import { runBeside } from '@/server/platform/worker/task';
import { RESTORED_EVENT } from '../commands/change-content';
import type { DocumentJson } from '../document.schema';
import { factsOf, type ItemWithFacts, loadReadable } from '../load';
import { type Heading, headingsOf } from '../markdown/extract';
import { namedFor } from '../mention.queries';
import { isMentionId } from '../mention.rules';
import type { Named } from '../mention.schema';
import { mentionsIn, withNames } from '../mentions';
import { itemPolicy } from '../policy';
import { etagOf } from '../rules';
import { headSeq } from '../text';
import { DERIVE_TEXT, type DerivedText } from '../text.tasks';
import { SESSION_CHANGES } from './changes.tasks';
import type {
  ContributorOutput,
  ListSessionsInput,
  SessionChanges,
  SessionInput,
  SessionOutput,
  SessionsOutput,
} from './history.schema';
import { listSessionsInput, partsOfLine, sessionName } from './history.schema';

/** What the event of a restoring says: its update, and the session that it brought back. */
const restoredEvent = z.object({ seq: sessionName, session: sessionName });

type Names = ReadonlyMap<string, { id: string; name: string }>;

/** An item whose history the actor may read: everybody who may read the item. @throws KenningError not_found */
async function readableItem({ db, actor }: Context, id: string): Promise<ItemWithFacts> {
  const item = await loadReadable(db, actor, id);
  authorize(itemPolicy, 'read', actor, factsOf(item));
  return item;
}

/** CO-V10: whoever wrote is named to everybody who may read what they wrote, also after they have left. */
async function namesOf({ db }: Context, sessions: readonly Session[]): Promise<Names> {
  const ids = new Set(sessions.flatMap(({ contributions }) => contributions.map(({ personId }) => personId)));
  const id = { in: [...ids].filter((personId) => personId !== null) };
  const people = await db.person.findMany({ where: { id }, select: { id: true, name: true } });
  return new Map(people.map((person) => [person.id, person]));
}

function contributorOf({ personId, updates: _, ...contribution }: Contribution, names: Names): ContributorOutput {
  const person = personId === null ? null : (names.get(personId) ?? null);
  const nobody = person ? null : personId === null ? 'product' : 'gone';
  return { person, nobody, ...contribution };
}

type Surroundings = { names: Names; restored: ReadonlyMap<string, string>; now: Date; head: bigint };

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

async function surroundingsOf(
  ctx: Context,
  itemId: string,
  { sessions, head }: { sessions: readonly Session[]; head: bigint },
): Promise<Surroundings> {
  const [names, restored] = await Promise.all([namesOf(ctx, sessions), restoredBy(ctx, itemId, sessions)]);
  return { names, restored, now: ctx.now, head };
}

function outputOf(session: Session, { names, restored, now, head }: Surroundings): SessionOutput {
  const isLast = session.lastSeq === head;
  const name = String(session.firstSeq);
  return {
    session: name,
    startedAt: session.startedAt,
    endedAt: session.endedAt,
    goesOn: isLast && now.getTime() - session.endedAt.getTime() <= SESSION_PAUSE_MS,
    isLast,
    restored: restored.get(name) ?? null,
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

/** @throws KenningError not_found when the item has no such session */
export async function demandSession(ctx: Pick<Context, 'db'>, { id, session }: SessionInput): Promise<Session> {
  const found = await findSession(sqlOfPrisma(ctx.db), id, BigInt(session));
  if (!found) throw notFound();
  return found;
}

/** What an item said when a session ended. */
export async function textAt(ctx: Pick<Context, 'db'>, itemId: string, session: Session): Promise<DerivedText> {
  const { before, own } = await readSession(sqlOfPrisma(ctx.db), itemId, session);
  return runBeside(DERIVE_TEXT, [...before, ...own.map(({ bytes }) => bytes)]);
}

async function sessionOf(ctx: Context, input: SessionInput): Promise<{ item: ItemWithFacts; session: Session }> {
  const item = await readableItem(ctx, input.id);
  return { item, session: await demandSession(ctx, { ...input, id: item.id }) };
}

/** Access may have ended while the thread worked: it is asked for anew. */
async function stillReadable<Value>(ctx: Context, id: string, work: Promise<Value>): Promise<Value> {
  const value = await work;
  await readableItem(ctx, id);
  return value;
}

async function described(ctx: Context, id: string, session: Session): Promise<SessionOutput> {
  const head = await headSeq(ctx.db, id);
  return outputOf(session, await surroundingsOf(ctx, id, { sessions: [session], head }));
}

/** A session with what the item said at its end, as Markdown. @throws KenningError not_found */
export async function sessionMarkdown(
  ctx: Context,
  input: SessionInput,
): Promise<SessionOutput & { title: string; markdown: string }> {
  const { item, session } = await sessionOf(ctx, input);
  const { markdown } = await stillReadable(ctx, item.id, textAt(ctx, item.id, session));
  return { ...(await described(ctx, item.id, session)), title: item.title, markdown };
}

/** A session with what the item said at its end, to be shown: it names whom and what the reader may know. */
export type SessionDocument = {
  item: { id: string; title: string; trashedAt: Date | null };
  session: SessionOutput;
  document: DocumentJson;
  outline: Heading[];
};

/** The same as a document. @throws KenningError not_found */
export async function sessionDocument(ctx: Context, input: SessionInput): Promise<SessionDocument> {
  const { item, session } = await sessionOf(ctx, input);
  const { json } = await stillReadable(ctx, item.id, textAt(ctx, item.id, session));
  const stored = JSON.parse(json) as DocumentJson;
  const document = withNames(stored, await namedFor(ctx.db, ctx.actor, mentionsIn(stored))) as DocumentJson;
  return {
    item: { id: item.id, title: item.title, trashedAt: item.trashing?.at ?? null },
    session: await described(ctx, item.id, session),
    document,
    outline: headingsOf(document),
  };
}

/** Whom and what the lines of a comparison name, as the reader may know them. */
function namedIn({ db, actor }: Context, { lines }: SessionChanges): Promise<Named> {
  const texts = lines.flatMap((line) => ('segments' in line ? line.segments.map(({ text }) => text) : []));
  const ids = { person: new Set<string>(), item: new Set<string>() };
  for (const part of texts.flatMap(partsOfLine)) {
    if ('kind' in part && isMentionId(part.id)) ids[part.kind].add(part.id);
  }
  return namedFor(db, actor, { personIds: [...ids.person], itemIds: [...ids.item] });
}

/** What changed in a session, and who did it, by name. @throws KenningError not_found */
export async function sessionChanges(
  ctx: Context,
  input: SessionInput,
): Promise<SessionChanges & { named: Named; session: SessionOutput }> {
  const { item, session } = await sessionOf(ctx, input);
  const bytes = await readSession(sqlOfPrisma(ctx.db), item.id, session);
  const changes = await stillReadable(ctx, item.id, runBeside(SESSION_CHANGES, bytes));
  const [named, told] = await Promise.all([namedIn(ctx, changes), described(ctx, item.id, session)]);
  return { ...changes, named, session: told };
}
