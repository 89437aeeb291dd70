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
import type { DocumentJson } from '../document.schema';
import { factsOf, type ItemWithFacts, loadReadable } from '../load';
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
import { listSessionsInput } from './history.schema';

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

type Surroundings = { names: Names; now: Date; head: bigint };

function outputOf(session: Session, { names, now, head }: Surroundings): SessionOutput {
  const isLast = session.lastSeq === head;
  return {
    session: String(session.firstSeq),
    startedAt: session.startedAt,
    endedAt: session.endedAt,
    goesOn: isLast && now.getTime() - session.endedAt.getTime() <= SESSION_PAUSE_MS,
    isLast,
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
  const surroundings = { names: await namesOf(ctx, shown), now: ctx.now, head };
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
  const surroundings = { names: await namesOf(ctx, [session]), now: ctx.now, head: await headSeq(ctx.db, id) };
  return outputOf(session, surroundings);
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

/** The same as a document, to be shown. @throws KenningError not_found */
export async function sessionDocument(ctx: Context, input: SessionInput): Promise<{ document: DocumentJson }> {
  const { item, session } = await sessionOf(ctx, input);
  const { json } = await stillReadable(ctx, item.id, textAt(ctx, item.id, session));
  return { document: JSON.parse(json) as DocumentJson };
}

/** What changed in a session, and who did it, by name. @throws KenningError not_found */
export async function sessionChanges(
  ctx: Context,
  input: SessionInput,
): Promise<SessionChanges & { session: SessionOutput }> {
  const { item, session } = await sessionOf(ctx, input);
  const bytes = await readSession(sqlOfPrisma(ctx.db), item.id, session);
  const changes = await stillReadable(ctx, item.id, runBeside(SESSION_CHANGES, bytes));
  return { ...changes, session: await described(ctx, item.id, session) };
}
