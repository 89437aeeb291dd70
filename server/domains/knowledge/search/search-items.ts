import { Prisma } from '@/prisma/generated/client';
import type { Actor } from '@/server/platform/access';
import type { Context } from '@/server/platform/command';
import { SUMMARY_ROW, summaryOf } from '../list.queries';
import { factsOf } from '../load';
import { itemPolicy, readableSql } from '../policy';
import { HIT_START, HIT_STOP, MISREAD, MISREAD_STAND_INS } from '../projection.rules';
import type { ItemSummaryOutput } from '../rest.schema';
import { type SearchInput, type Segment, searchInput } from '../schema';
import { asksForSomething, parseQuery } from './query.rules';
import { plainOf, segmentsOf } from './segments.rules';
import { type TsQueries, tsQueries } from './tsquery';

export type SearchHit = ItemSummaryOutput & {
  score: number;
  /** The same as `segments`, as one text. */
  snippet: string;
  titleSegments: Segment[];
  segments: Segment[];
};
export type SearchAnswer = {
  results: SearchHit[];
  /** Of what the actor may read. */
  total: number;
  /** Nothing had these words; these titles are spelled alike. */
  spelledAlike: boolean;
};

type Hit = { id: string; score: number };
type Page = { hits: Hit[]; total: number };
type Input = ReturnType<typeof searchInput.parse>;

/** Below this likeness of spelling, from 0 to 1, two words have nothing to do with each other. */
const LIKENESS_MIN = 0.45;
const HIGHLIGHTED_CHARACTERS_MAX = 100_000;
/**
 * Weights of D, C (text), B (tags, headings) and A (title), and long texts damped by the logarithm of their length.
 * Words are joined by OR and ranked with `ts_rank`: on Cranfield that has .486 nDCG@10, without weights .460, `ts_rank_cd`
 * .408, and words that must all occur (`plainto_tsquery`) .027.
 */
const WEIGHTS = '{0.1, 0.6, 0.7, 1.0}';
const DAMPED_BY_LENGTH = 1;
/**
 * What the last word counts as a beginning. As much as a whole word would lift whatever begins alike ("request" finds
 * "requests", "requested" and "requester"); this keeps Cranfield as it is.
 */
const BEGINNING_SHARE = 0.1;

const EMPTY: SearchAnswer = { results: [], total: 0, spelledAlike: false };

/**
 * Finds items by their words. Who may read what is decided before ranking, limit and count, in the query itself, and
 * every row is judged once more when it is fetched. Where no text has the words, titles spelled alike are offered.
 */
export async function searchItems(ctx: Context, given: SearchInput): Promise<SearchAnswer> {
  const input = searchInput.parse(given);
  const query = parseQuery(input.q);
  if (!asksForSomething(query)) return EMPTY;
  const queries = tsQueries(query);
  const found = await byWords(ctx, input, queries);
  if (found.total > 0) return answer(ctx, found, queries, false);
  const alike = query.phrases.length > 0 ? found : await bySpelling(ctx, input, query.words.join(' '), queries);
  return answer(ctx, alike, queries, alike.total > 0);
}

const rankedBy = (query: Prisma.Sql) =>
  Prisma.sql`ts_rank(${WEIGHTS}::float4[], p.search_vector, ${query}, ${DAMPED_BY_LENGTH}::int)::float8`;

async function byWords(ctx: Context, input: Input, { match, rank, beginning }: TsQueries): Promise<Page> {
  return page(
    ctx,
    input,
    Prisma.sql`
      SELECT i.id, ${rankedBy(rank)} + ${BEGINNING_SHARE}::float8 * ${rankedBy(beginning)} AS score
      FROM knowledge_item i
      JOIN item_projection p ON p.item_id = i.id
      LEFT JOIN knowledge_metadata d ON d.item_id = i.id
      WHERE p.search_vector @@ ${match} AND ${searchable(ctx.actor, input)}`,
  );
}

async function bySpelling(ctx: Context, input: Input, words: string, { unwanted }: TsQueries): Promise<Page> {
  return page(
    ctx,
    input,
    Prisma.sql`
      SELECT i.id, word_similarity(${words}, i.title)::float8 AS score
      FROM knowledge_item i
      JOIN item_projection p ON p.item_id = i.id
      LEFT JOIN knowledge_metadata d ON d.item_id = i.id
      WHERE word_similarity(${words}, i.title) >= ${LIKENESS_MIN}::float8
        AND NOT p.search_vector @@ (${unwanted}) AND ${searchable(ctx.actor, input)}`,
  );
}

/** Counts all of `hits` and takes one page of them, best first. */
async function page(ctx: Context, { limit, offset }: Input, hits: Prisma.Sql): Promise<Page> {
  const rows = await ctx.db.$queryRaw<{ total: number; id: string | null; score: number | null }[]>(Prisma.sql`
    WITH hits AS MATERIALIZED (${hits}),
    page AS (SELECT id, score FROM hits ORDER BY score DESC, id LIMIT ${limit}::int OFFSET ${offset}::int)
    SELECT counted.total, page.id, page.score
    FROM (SELECT count(*)::int AS total FROM hits) counted LEFT JOIN page ON true
    ORDER BY page.score DESC, page.id`);
  return {
    total: rows[0]?.total ?? 0,
    hits: rows.flatMap(({ id, score }) => (id === null ? [] : [{ id, score: score ?? 0 }])),
  };
}

function searchable(actor: Actor, input: Input): Prisma.Sql {
  const conditions = [
    readableSql(actor),
    Prisma.sql`NOT EXISTS (SELECT 1 FROM item_trashing x WHERE x.item_id = i.id)`,
  ];
  const any = (values: readonly string[] | undefined, make: (values: string[]) => Prisma.Sql) => {
    if (values && values.length > 0) conditions.push(make([...values]));
  };
  any(input.contentType, (values) => Prisma.sql`i.content_type::text = ANY(${values}::text[])`);
  any(input.status, (values) => Prisma.sql`i.status::text = ANY(${values}::text[])`);
  any(input.accessLevel, (values) => Prisma.sql`i.access_level::text = ANY(${values}::text[])`);
  any(input.tag, (values) => Prisma.sql`d.tags && ${values}::text[]`);
  any(input.authorId === undefined ? [] : [input.authorId], ([id]) => Prisma.sql`i.author_id = ${id}`);
  any(
    input.teamId === undefined ? [] : [input.teamId],
    ([id]) => Prisma.sql`(i.access_level = 'team' AND EXISTS (
      SELECT 1 FROM item_team ft WHERE ft.item_id = i.id AND ft.team_id = ${id}))`,
  );
  if (input.mine) {
    conditions.push(Prisma.sql`(i.author_id = ${actor.personId} OR EXISTS (
      SELECT 1 FROM item_maintainer fm WHERE fm.item_id = i.id AND fm.person_id = ${actor.personId}))`);
  }
  return Prisma.join(conditions, ' AND ');
}

async function answer(ctx: Context, { hits, total }: Page, queries: TsQueries, alike: boolean): Promise<SearchAnswer> {
  const ids = hits.map((hit) => hit.id);
  const rows = await ctx.db.knowledgeItem.findMany({ ...SUMMARY_ROW, where: { id: { in: ids } } });
  const readable = rows.filter((row) => row.trashing === null && itemPolicy.read(ctx.actor, factsOf(row)));
  const texts = await highlights(
    ctx,
    readable.map((row) => row.id),
    queries.highlight,
  );
  const results = hits.flatMap(({ id, score }) => {
    const row = readable.find((one) => one.id === id);
    if (!row) return [];
    const summary = summaryOf(ctx.actor, row);
    const text = texts.get(id) ?? { title: row.title, snippet: row.summary };
    const segments = segmentsOf(text.snippet);
    return [{ ...summary, score, snippet: plainOf(segments), titleSegments: segmentsOf(text.title), segments }];
  });
  return { results, total: total - (hits.length - results.length), spelledAlike: alike };
}

const MARKS = `StartSel=${HIT_START}, StopSel=${HIT_STOP}`;
const TITLE_OPTIONS = `HighlightAll=true, ${MARKS}`;
const SNIPPET_OPTIONS = `MaxFragments=2, MaxWords=28, MinWords=10, FragmentDelimiter=" … ", ${MARKS}`;

async function highlights(
  ctx: Context,
  ids: string[],
  rank: Prisma.Sql,
): Promise<Map<string, { title: string; snippet: string }>> {
  if (ids.length === 0) return new Map();
  const readable = (text: Prisma.Sql) => Prisma.sql`
    translate(${text}, ${MISREAD + HIT_START + HIT_STOP}, ${MISREAD_STAND_INS})`;
  const title = readable(Prisma.sql`i.title`);
  const text = readable(Prisma.sql`left(p.plain_text, ${HIGHLIGHTED_CHARACTERS_MAX}::int)`);
  const rows = await ctx.db.$queryRaw<{ id: string; title: string; snippet: string }[]>(Prisma.sql`
    SELECT i.id, ts_headline('english', ${title}, q.rank, ${TITLE_OPTIONS}) AS title,
           ts_headline('english', ${text}, q.rank, ${SNIPPET_OPTIONS}) AS snippet
    FROM knowledge_item i JOIN item_projection p ON p.item_id = i.id CROSS JOIN (SELECT ${rank} AS rank) q
    WHERE i.id = ANY(${ids}::text[])`);
  return new Map(rows.map((row) => [row.id, row]));
}
