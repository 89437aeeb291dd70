import { Prisma } from '@/prisma/generated/client';
import { type Actor, abilities } from '@/server/platform/access';
import type { Context } from '@/server/platform/command';
import { escapeLike } from '@/server/platform/db/like';
import { invalid } from '@/server/platform/errors';
import { factsOf, ITEM_WITH_FACTS } from './load';
import { itemPolicy, keptItems, listedFor, readableSql } from './policy';
import type { ItemSummaryOutput } from './rest.schema';
import { type ITEM_SORTS, type ListItemsInput, listItemsInput, type SearchInput } from './schema';

const ROW = {
  ...ITEM_WITH_FACTS,
  author: { select: { id: true, name: true } },
  metadata: { select: { tags: true } },
} satisfies Prisma.KnowledgeItemInclude;

export const SUMMARY_ROW = { include: ROW, omit: { content: true } } satisfies Prisma.KnowledgeItemDefaultArgs;
type SummaryRow = Prisma.KnowledgeItemGetPayload<typeof SUMMARY_ROW>;

/** An item as lists show it, with what the actor may do. */
export function summaryOf(actor: Actor, row: SummaryRow): ItemSummaryOutput {
  return {
    id: row.id,
    title: row.title,
    contentType: row.contentType,
    status: row.status,
    accessLevel: row.accessLevel,
    summary: row.summary,
    author: row.author,
    tags: row.metadata?.tags ?? [],
    version: row.version,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    nextReviewDue: row.nextReviewDue,
    can: abilities(itemPolicy, actor, factsOf(row)),
  };
}

type Filters = Pick<SearchInput, 'contentType' | 'status' | 'accessLevel' | 'tag' | 'authorId' | 'teamId' | 'mine'>;

/** The filters that lists and search share. They narrow what may be read and never say anything else. */
export function whereFilters(actor: Actor, input: Filters): Prisma.KnowledgeItemWhereInput[] {
  const some = <Value>(values: Value[] | undefined) => (values && values.length > 0 ? values : undefined);
  const where: Prisma.KnowledgeItemWhereInput[] = [
    {
      contentType: { in: some(input.contentType) },
      status: { in: some(input.status) },
      accessLevel: { in: some(input.accessLevel) },
      authorId: input.authorId,
    },
  ];
  const tags = some(input.tag);
  if (tags) where.push({ metadata: { tags: { hasSome: tags } } });
  if (input.teamId) where.push({ accessLevel: 'team', teams: { some: { teamId: input.teamId } } });
  if (input.mine) where.push(keptItems(actor));
  return where;
}

/** A place in a sorted list: the value it is sorted by, and the id among equals. */
type Cursor = { value: string; id: string };
type Direction = 'asc' | 'desc';
type Sort = { field: 'updatedAt' | 'createdAt' | 'title'; dir: Direction };

const SORTS: Record<(typeof ITEM_SORTS)[number], Sort> = {
  updated: { field: 'updatedAt', dir: 'desc' },
  created: { field: 'createdAt', dir: 'desc' },
  title: { field: 'title', dir: 'asc' },
};

function afterCursor({ field, dir }: Sort, { value, id }: Cursor): Prisma.KnowledgeItemWhereInput {
  const at = field === 'title' ? value : new Date(value);
  if (at instanceof Date && Number.isNaN(at.getTime())) throw invalid('cursor');
  const beyond = dir === 'asc' ? { gt: at } : { lt: at };
  return { OR: [{ [field]: beyond }, { [field]: at, id: { gt: id } }] };
}

function cursorAt(row: SummaryRow, { field }: Sort): string {
  return writeCursor({ value: field === 'title' ? row.title : row[field].toISOString(), id: row.id });
}

export function writeCursor({ value, id }: Cursor): string {
  return Buffer.from(JSON.stringify([value, id])).toString('base64url');
}

/** @throws KenningError invalid/cursor */
export function readCursor(text: string): Cursor {
  try {
    const [value, id] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown[];
    if (typeof value === 'string' && typeof id === 'string') return { value, id };
  } catch {
    // Not one of ours: refused below, like any other.
  }
  throw invalid('cursor');
}

export type ItemList = { items: ItemSummaryOutput[]; nextCursor: string | null; total: number };

/**
 * Items that the actor may read and that are not in the trash, filtered, a page at a time.
 * @returns rows, the next page's cursor, and how many readable items fit the filters
 * @throws KenningError invalid/cursor
 */
export async function listItems(ctx: Context, given: ListItemsInput): Promise<ItemList> {
  const input = listItemsInput.parse(given);
  const sort = { ...SORTS[input.sort], ...(input.dir ? { dir: input.dir } : {}) };
  const filters = [listedFor(ctx.actor), ...whereFilters(ctx.actor, input), ...whereText(input.text)];
  const from = input.cursor ? [afterCursor(sort, readCursor(input.cursor))] : [];
  const [rows, total] = await Promise.all([
    ctx.db.knowledgeItem.findMany({
      ...SUMMARY_ROW,
      where: { AND: [...filters, ...from] },
      orderBy: [{ [sort.field]: sort.dir }, { id: 'asc' }],
      take: input.limit + 1,
    }),
    ctx.db.knowledgeItem.count({ where: { AND: filters } }),
  ]);
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => summaryOf(ctx.actor, row)),
    nextCursor: rows.length > page.length && last ? cursorAt(last, sort) : null,
    total,
  };
}

/** Every word occurs in the title, the summary or among the tags. */
function whereText(text: string | undefined): Prisma.KnowledgeItemWhereInput[] {
  const words = (text ?? '').replaceAll('\u0000', '').split(/\s+/).filter(Boolean);
  return words.map((word) => ({
    OR: [
      { title: { contains: escapeLike(word), mode: 'insensitive' } },
      { summary: { contains: escapeLike(word), mode: 'insensitive' } },
      { metadata: { tags: { has: word } } },
    ],
  }));
}

export const TAGS_OFFERED_MAX = 200;
const AUTHORS_OFFERED_MAX = 200;

/** What the filters can offer: tags and authors of what the actor may read, the most frequent first. */
export async function filterChoices(ctx: Context): Promise<FilterChoices> {
  const readable = Prisma.sql`${readableSql(ctx.actor)} AND NOT EXISTS (SELECT 1 FROM item_trashing x WHERE x.item_id = i.id)`;
  const [tags, authors] = await Promise.all([
    ctx.db.$queryRaw<{ tag: string; count: number }[]>(Prisma.sql`
      SELECT tag, count(*)::int AS count
      FROM knowledge_item i JOIN knowledge_metadata d ON d.item_id = i.id CROSS JOIN LATERAL unnest(d.tags) AS tag
      WHERE ${readable} GROUP BY tag ORDER BY count DESC, tag LIMIT ${TAGS_OFFERED_MAX}::int`),
    ctx.db.$queryRaw<{ id: string; name: string; count: number }[]>(Prisma.sql`
      SELECT p.id, p.name, count(*)::int AS count
      FROM knowledge_item i JOIN person p ON p.id = i.author_id
      WHERE ${readable} GROUP BY p.id, p.name ORDER BY count DESC, p.name LIMIT ${AUTHORS_OFFERED_MAX}::int`),
  ]);
  return { tags, authors };
}

export type FilterChoices = {
  tags: { tag: string; count: number }[];
  authors: { id: string; name: string; count: number }[];
};
