import type { JSONContent } from '@tiptap/core';
import { Prisma } from '@/prisma/generated/client';
import { type Actor, abilities, authorize } from '@/server/platform/access';
import type { Context } from '@/server/platform/command';
import type { Db } from '@/server/platform/db/client';
import { notFound } from '@/server/platform/errors';
import { runBeside } from '@/server/platform/worker/task';
import { type DoneWith, doneWith } from './around.queries';
import { projectItem } from './commands/project-item';
import { type DocumentJson, emptyDocument } from './document.schema';
import { factsOf, ITEM_WITH_FACTS, isId, readable } from './load';
import { type Heading, headingsOf } from './markdown/extract';
import { namedFor } from './mention.queries';
import { mentionsIn, withNames } from './mentions';
import { type ItemAbilities, itemPolicy, listedFor, readableSql } from './policy';
import type { ItemOutput } from './rest.schema';
import { etagOf } from './rules';
import { NAME_TEXT } from './text.tasks';

const PERSON = { select: { id: true, name: true } } as const;
const KEEPERS = {
  author: PERSON,
  maintainers: { select: { personId: true, person: PERSON }, orderBy: { person: { name: 'asc' } } },
} satisfies Prisma.KnowledgeItemInclude;
const WHOLE = {
  ...ITEM_WITH_FACTS,
  ...KEEPERS,
  metadata: true,
  reviewers: { select: { personId: true, person: PERSON }, orderBy: { person: { name: 'asc' } } },
} satisfies Prisma.KnowledgeItemInclude;

type WholeItem = Prisma.KnowledgeItemGetPayload<{ include: typeof WHOLE; omit: { content: true } }>;
type ItemLink = { id: string; title: string };
/** What the Markdown of every text that mentions somebody or something has in it. */
const MENTION_IN_MARKDOWN = '"(mention|card)"';

/** As `loadReadable`. */
async function whole({ db, actor }: Context, id: string): Promise<WholeItem> {
  const item = isId(id)
    ? await db.knowledgeItem.findFirst({ where: readable(actor, id), include: WHOLE, omit: { content: true } })
    : null;
  if (!item) throw notFound();
  authorize(itemPolicy, 'read', actor, factsOf(item));
  return item;
}

/**
 * Loads an item that the actor may read, with its text as it stands now.
 * @throws KenningError not_found, also for what the actor may not read
 */
async function readableItem(ctx: Context, id: string): Promise<WholeItem> {
  const item = await whole(ctx, id);
  // Access may have changed while the text was projected: it is asked for anew.
  return (await projectItem(ctx, { id })) ? whole(ctx, id) : item;
}

/**
 * The text as Markdown and the state that it is of, in one statement, so that neither is newer than the other. What is
 * kept has no names in it: whom and what it mentions is written as the reader may know them.
 * @throws KenningError not_found, when access ended meanwhile
 */
async function markdownOf({ db, actor }: Context, item: WholeItem): Promise<{ markdown: string; etag: string }> {
  const [row] = await db.$queryRaw<{ markdown: string; seq: bigint; document: DocumentJson | null }[]>(Prisma.sql`
    SELECT i.content AS markdown, coalesce(p.seq, 0) AS seq,
           CASE WHEN i.content ~ ${MENTION_IN_MARKDOWN} THEN p.document_json END AS document
    FROM knowledge_item i LEFT JOIN item_projection p ON p.item_id = i.id
    WHERE i.id = ${item.id} AND ${readableSql(actor)}`);
  if (!row) throw notFound();
  const { markdown, seq, document } = row;
  const etag = etagOf(item.revision, seq);
  if (document === null) return { markdown, etag };
  const named = await namedFor(db, actor, mentionsIn(document));
  return { markdown: await runBeside(NAME_TEXT, { document, named, chars: markdown.length }), etag };
}

/** The same as a document. @throws KenningError not_found, when access ended meanwhile */
async function documentOf({ db, actor }: Context, item: WholeItem): Promise<{ document: DocumentJson; etag: string }> {
  const [row] = await db.$queryRaw<{ document: DocumentJson | null; seq: bigint }[]>(Prisma.sql`
    SELECT p.document_json AS document, coalesce(p.seq, 0) AS seq
    FROM knowledge_item i LEFT JOIN item_projection p ON p.item_id = i.id
    WHERE i.id = ${item.id} AND ${readableSql(actor)}`);
  if (!row) throw notFound();
  return { document: row.document ?? emptyDocument(), etag: etagOf(item.revision, row.seq) };
}

/** Of these ids, the items that the actor may read, in the order given. */
async function linksTo(db: Db, actor: Actor, ids: readonly string[]): Promise<ItemLink[]> {
  if (ids.length === 0) return [];
  const found = await db.knowledgeItem.findMany({
    where: { AND: [{ id: { in: [...ids] } }, listedFor(actor)] },
    select: { id: true, title: true },
  });
  return ids.flatMap((id) => found.find((item) => item.id === id) ?? []);
}

const CHILDREN_MAX = 500;

async function childrenOf(db: Db, actor: Actor, parentItemId: string): Promise<ItemLink[]> {
  return db.knowledgeItem.findMany({
    where: { AND: [{ parentItemId }, listedFor(actor)] },
    select: { id: true, title: true },
    orderBy: [{ title: 'asc' }, { id: 'asc' }],
    take: CHILDREN_MAX,
  });
}

const objectOf = (value: Prisma.JsonValue): Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};

const textsOf = (value: Prisma.JsonValue): Record<string, string> =>
  Object.fromEntries(
    Object.entries(objectOf(value)).flatMap(([key, text]) => (typeof text === 'string' ? [[key, text] as const] : [])),
  );

type Links = { parent: ItemLink[]; children: ItemLink[]; prerequisites: ItemLink[]; relatedItems: ItemLink[] };

async function linksOf(ctx: Context, item: WholeItem): Promise<Links> {
  const { db, actor } = ctx;
  const [parent, children, prerequisites, relatedItems] = await Promise.all([
    linksTo(db, actor, item.parentItemId === null ? [] : [item.parentItemId]),
    childrenOf(db, actor, item.id),
    linksTo(db, actor, item.metadata?.prerequisites ?? []),
    linksTo(db, actor, item.metadata?.relatedItems ?? []),
  ]);
  return { parent, children, prerequisites, relatedItems };
}

const idsOf = (links: ItemLink[]): string[] => links.map((link) => link.id);

function metadataOf(item: WholeItem, links: Links): ItemOutput['metadata'] {
  const metadata = item.metadata;
  return {
    tags: metadata?.tags ?? [],
    categories: metadata?.categories ?? [],
    expertiseLevel: metadata?.expertiseLevel ?? 'intermediate',
    estimatedReadTime: metadata?.estimatedReadTime ?? 0,
    prerequisites: idsOf(links.prerequisites),
    relatedItems: idsOf(links.relatedItems),
    languages: metadata?.languages ?? [],
    platforms: metadata?.platforms ?? [],
    versions: textsOf(metadata?.versions ?? {}),
    businessContext: metadata?.businessContext ?? [],
  };
}

type Read = { item: WholeItem; links: Links; etag: string };

function outputOf(actor: Actor, { item, links, etag }: Read): Omit<ItemOutput, 'content'> {
  const facts = factsOf(item);
  return {
    id: item.id,
    title: item.title,
    contentType: item.contentType,
    status: item.status,
    accessLevel: item.accessLevel,
    summary: item.summary,
    author: item.author,
    maintainers: item.maintainers.map((row) => row.person),
    reviewers: item.reviewers.map((row) => row.person),
    tags: item.metadata?.tags ?? [],
    version: item.version,
    createdAt: item.createdAt,
    updatedAt: item.updatedAt,
    lastReviewed: item.lastReviewed,
    nextReviewDue: item.nextReviewDue,
    parentItemId: links.parent[0]?.id ?? null,
    childrenItems: idsOf(links.children),
    usageAnalytics: objectOf(item.usageAnalytics),
    feedbackScore: item.feedbackScore,
    feedbackCount: item.feedbackCount,
    access: {
      teamIds: [...facts.teamIds],
      jobRoleIds: [...facts.jobRoleIds],
      namedPersonIds: [...facts.namedPersonIds],
    },
    metadata: metadataOf(item, links),
    revision: item.revision,
    etag,
    trashedAt: item.trashing?.at ?? null,
    can: abilities(itemPolicy, actor, facts),
  };
}

/** Everything about an item, its text as Markdown. @throws KenningError not_found */
export async function getItem(ctx: Context, input: { id: string }): Promise<ItemOutput> {
  const item = await readableItem(ctx, input.id);
  const links = await linksOf(ctx, item);
  const { markdown, etag } = await markdownOf(ctx, item);
  return { ...outputOf(ctx.actor, { item, links, etag }), content: markdown };
}

export type ItemPage = {
  item: Omit<ItemOutput, 'content'>;
  /** Mentions have the names in them that the reader may know. */
  document: JSONContent;
  parent: ItemLink | null;
  children: ItemLink[];
  prerequisites: ItemLink[];
  relatedItems: ItemLink[];
  outline: Heading[];
  attachments: { id: string; name: string; mediaType: string; sizeBytes: number }[];
  /** Who moved it to the trash, where it is there. */
  trashedBy: ItemOutput['author'] | null;
  /** Requests that wait for an answer; 0 for who does not answer them. */
  requestsWaiting: number;
};

/** The reading page. @throws KenningError not_found */
export async function itemPage(ctx: Context, input: { id: string }): Promise<ItemPage> {
  const item = await readableItem(ctx, input.id);
  const { parent, ...links } = await linksOf(ctx, item);
  const { document: stored, etag } = await documentOf(ctx, item);
  const document = withNames(stored, await namedFor(ctx.db, ctx.actor, mentionsIn(stored)));
  const output = outputOf(ctx.actor, { item, links: { parent, ...links }, etag });
  const requestsWaiting = output.can.decideRequests
    ? await ctx.db.accessRequest.count({ where: { itemId: item.id, decision: null, person: { deactivation: null } } })
    : 0;
  return {
    item: output,
    document,
    outline: headingsOf(document),
    parent: parent[0] ?? null,
    ...links,
    attachments: await attachmentsOf(ctx.db, item.id),
    trashedBy: item.trashing ? (await doneWith(ctx.db, item)).trashedBy : null,
    requestsWaiting,
  };
}

async function attachmentsOf(db: Db, itemId: string): Promise<ItemPage['attachments']> {
  const rows = await db.attachment.findMany({
    where: { itemId },
    select: { id: true, name: true, file: { select: { mediaType: true, sizeBytes: true } } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
  return rows.map(({ file, ...row }) => ({ ...row, ...file }));
}

export type EditorPage = Pick<
  ItemOutput,
  'id' | 'title' | 'contentType' | 'status' | 'accessLevel' | 'author' | 'maintainers' | 'revision' | 'trashedAt'
> & { can: ItemAbilities } & DoneWith;

/** What the writing page needs besides the document, which comes over the socket. @throws KenningError not_found */
export async function editorPage(ctx: Context, input: { id: string }): Promise<EditorPage> {
  const include = { ...ITEM_WITH_FACTS, ...KEEPERS };
  const item = isId(input.id)
    ? await ctx.db.knowledgeItem.findFirst({ where: readable(ctx.actor, input.id), include, omit: { content: true } })
    : null;
  if (!item) throw notFound();
  const facts = factsOf(item);
  authorize(itemPolicy, 'read', ctx.actor, facts);
  return {
    id: item.id,
    title: item.title,
    contentType: item.contentType,
    status: item.status,
    accessLevel: item.accessLevel,
    author: item.author,
    maintainers: item.maintainers.map((row) => row.person),
    revision: item.revision,
    trashedAt: item.trashing?.at ?? null,
    can: abilities(itemPolicy, ctx.actor, facts),
    ...(await doneWith(ctx.db, item)),
  };
}

/** The text of an item as Markdown. @throws KenningError not_found */
export async function itemMarkdown(
  ctx: Context,
  input: { id: string },
): Promise<{ id: string; title: string; markdown: string; etag: string }> {
  const item = await readableItem(ctx, input.id);
  return { id: item.id, title: item.title, ...(await markdownOf(ctx, item)) };
}
