import {
  findSession,
  listMoments,
  type Moment,
  readSession,
  type Session,
  type Stretch,
  sqlOfPrisma,
} from '@/server/platform/collab';
import type { Context } from '@/server/platform/command';
import { notFound } from '@/server/platform/errors';
import { runBeside } from '@/server/platform/worker/task';
import type { DocumentJson } from '../document.schema';
import type { ItemWithFacts } from '../load';
import { type Heading, headingsOf } from '../markdown/extract';
import { namedFor } from '../mention.queries';
import { isMentionId } from '../mention.rules';
import type { Named } from '../mention.schema';
import { mentionsIn, withNames } from '../mentions';
import { headSeq } from '../text';
import { DERIVE_TEXT, type DerivedText } from '../text.tasks';
import { SESSION_CHANGES } from './changes.tasks';
import { contributorOf, type Names, namesOf, outputOf, readableItem, surroundingsOf } from './history.queries';
import {
  partsOfLine,
  type SessionChanges,
  type SessionInput,
  type SessionOutput,
  type VersionInput,
  type VersionOutput,
} from './history.schema';

/** @throws KenningError not_found when the item has no such session */
async function demandSession(ctx: Pick<Context, 'db'>, { id, session }: SessionInput): Promise<Session> {
  const found = await findSession(sqlOfPrisma(ctx.db), id, BigInt(session));
  if (!found) throw notFound();
  return found;
}

/** A version within a session: where it stands, and the moment whose end it is. */
type Version = { session: Session; moment: Moment; isEnd: boolean };

/** @throws KenningError not_found when the item has no such session, or the session no such version */
export async function demandStretch(
  ctx: Pick<Context, 'db'>,
  { version, ...input }: VersionInput,
): Promise<{ session: Session; version: Version | null; stretch: Stretch }> {
  const session = await demandSession(ctx, input);
  if (version === undefined) return { session, version: null, stretch: session };
  const moments = await listMoments(sqlOfPrisma(ctx.db), input.id, session);
  const moment = moments.find(({ firstSeq }) => firstSeq === BigInt(version));
  if (!moment) throw notFound();
  return { session, version: { session, moment, isEnd: moment === moments.at(-1) }, stretch: moment };
}

/** What an item said when a session or a moment of one ended. */
export async function textAt(ctx: Pick<Context, 'db'>, itemId: string, stretch: Stretch): Promise<DerivedText> {
  const { before, own } = await readSession(sqlOfPrisma(ctx.db), itemId, stretch);
  return runBeside(
    DERIVE_TEXT,
    [...before, ...own].map(({ bytes }) => bytes),
  );
}

type Told = Awaited<ReturnType<typeof demandStretch>> & { item: ItemWithFacts };

async function toldOf(ctx: Context, input: VersionInput): Promise<Told> {
  const item = await readableItem(ctx, input.id);
  return { item, ...(await demandStretch(ctx, { ...input, id: item.id })) };
}

/** Access may have ended while the thread worked: it is asked for anew. */
async function stillReadable<Value>(ctx: Context, id: string, work: Promise<Value>): Promise<Value> {
  const value = await work;
  await readableItem(ctx, id);
  return value;
}

function versionOf({ moment, isEnd }: Omit<Version, 'session'>, names: Names, head: bigint): VersionOutput {
  return {
    version: String(moment.firstSeq),
    startedAt: moment.startedAt,
    endedAt: moment.endedAt,
    isEnd,
    isLast: moment.lastSeq === head,
    contributors: moment.contributions.map((contribution) => {
      const { person, nobody } = contributorOf(contribution, names);
      return { person, nobody };
    }),
  };
}

type Described = { session: SessionOutput; version: VersionOutput | null };

async function described(ctx: Context, { item: { id }, session, version }: Told): Promise<Described> {
  const head = await headSeq(ctx.db, id);
  const surroundings = await surroundingsOf(ctx, id, { sessions: [session], head });
  return {
    session: outputOf(session, surroundings),
    version: version && versionOf(version, surroundings.names, head),
  };
}

/**
 * CO-V50: what an item said within a session, the newest first.
 * @throws KenningError not_found
 */
export async function sessionVersions(ctx: Context, input: SessionInput): Promise<{ versions: VersionOutput[] }> {
  const { item, session } = await toldOf(ctx, input);
  const moments = await listMoments(sqlOfPrisma(ctx.db), item.id, session);
  const [names, head] = await Promise.all([namesOf(ctx, moments), headSeq(ctx.db, item.id)]);
  const end = moments.at(-1);
  const versions = moments.map((moment) => versionOf({ moment, isEnd: moment === end }, names, head));
  return { versions: versions.reverse() };
}

/** A session with what the item said at its end, or at a version within it, as Markdown. @throws KenningError not_found */
export async function sessionMarkdown(
  ctx: Context,
  input: VersionInput,
): Promise<SessionOutput & { title: string; markdown: string; version: VersionOutput | null }> {
  const told = await toldOf(ctx, input);
  const { item, stretch } = told;
  const { markdown } = await stillReadable(ctx, item.id, textAt(ctx, item.id, stretch));
  const { session, version } = await described(ctx, told);
  return { ...session, title: item.title, markdown, version };
}

/** A session with what the item said at its end, or at a version, to be shown: it names whom and what the reader may know. */
export type SessionDocument = Described & {
  item: { id: string; title: string; trashedAt: Date | null };
  document: DocumentJson;
  outline: Heading[];
};

/** The same as a document. @throws KenningError not_found */
export async function sessionDocument(ctx: Context, input: VersionInput): Promise<SessionDocument> {
  const told = await toldOf(ctx, input);
  const { item, stretch } = told;
  const { json } = await stillReadable(ctx, item.id, textAt(ctx, item.id, stretch));
  const stored = JSON.parse(json) as DocumentJson;
  const document = withNames(stored, await namedFor(ctx.db, ctx.actor, mentionsIn(stored))) as DocumentJson;
  return {
    item: { id: item.id, title: item.title, trashedAt: item.trashing?.at ?? null },
    ...(await described(ctx, told)),
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

/** Those whose words were moved or brought back, who may not have written in the session. */
async function earlierAuthors({ db }: Context, { lines }: SessionChanges): Promise<{ id: string; name: string }[]> {
  const segments = lines.flatMap((line) => ('segments' in line ? line.segments : []));
  const ids = new Set(segments.flatMap(({ by, earlier }) => (earlier && by !== null ? [by] : [])));
  return db.person.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true } });
}

/** `authors`: of words that are older than the session. */
export type ToldChanges = SessionChanges & Described & { named: Named; authors: { id: string; name: string }[] };

/** What changed in a session, or since the version before, and who did it, by name. @throws KenningError not_found */
export async function sessionChanges(ctx: Context, input: VersionInput): Promise<ToldChanges> {
  const told = await toldOf(ctx, input);
  const { item, stretch } = told;
  const bytes = await readSession(sqlOfPrisma(ctx.db), item.id, stretch);
  const changes = await stillReadable(ctx, item.id, runBeside(SESSION_CHANGES, bytes));
  const [named, authors, about] = await Promise.all([
    namedIn(ctx, changes),
    earlierAuthors(ctx, changes),
    described(ctx, told),
  ]);
  return { ...changes, named, authors, ...about };
}
