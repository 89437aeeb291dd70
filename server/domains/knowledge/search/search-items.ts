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
import { scored } from './ranking';
import { plainOf, segmentsOf } from './segments.rules';
import { type TsQueries, tsQueries } from './tsquery';

type SearchHit = ItemSummaryOutput & {
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
  /** KN-Q16: the words are too common to be looked for in texts (the, of): only titles were looked at. */
  tooCommon: boolean;
};

type Hit = { id: string; score: number };
type Page = { hits: Hit[]; total: number };
type Input = ReturnType<typeof searchInput.parse>;

/** Below this likeness of spelling, from 0 to 1, two words have nothing to do with each other. */
const LIKENESS_MIN = 0.45;
const HIGHLIGHTED_CHARACTERS_MAX = 100_000;
const EMPTY: SearchAnswer = { results: [], total: 0, spelledAlike: false, tooCommon: false };

/**
 * Finds items by their words. Who may read what is decided before ranking, limit and count, in the query itself, and
 * every row is judged once more when it is fetched. Where no text has the words, titles spelled alike are offered; not
 * for words that are in every text.
 */
export async function searchItems(ctx: Context, given: SearchInput): Promise<SearchAnswer> {
  const input = searchInput.parse(given);
  const query = parseQuery(input.q);
  if (!asksForSomething(query)) return EMPTY;
  const queries = await tsQueries(ctx, query);
  const found = await byWords(ctx, input, queries);
  const tooCommon = queries.common;
  if (found.total > 0 || tooCommon || query.phrases.length > 0)
    return answer(ctx, found, queries, { spelledAlike: false, tooCommon });
  const alike = await bySpelling(ctx, input, query.words.join(' '), queries);
  return answer(ctx, alike, queries, { spelledAlike: alike.total > 0, tooCommon });
}

async function byWords(ctx: Context, input: Input, { wanted, lacksExcluded, terms }: TsQueries): Promise<Page> {
  const hits = Prisma.sql`
      SELECT i.id, p.search_vector AS vector
      FROM knowledge_item i
      JOIN item_projection p ON p.item_id = i.id
      LEFT JOIN knowledge_metadata d ON d.item_id = i.id
      WHERE p.search_vector @@ ${wanted} AND ${lacksExcluded(Prisma.sql`p.search_vector`)}
        AND ${searchable(ctx.actor, input)}`;
  return page(ctx, input, scored(hits, terms));
}

async function bySpelling(ctx: Context, input: Input, words: string, { lacksExcluded }: TsQueries): Promise<Page> {
  return page(
    ctx,
    input,
    Prisma.sql`
      SELECT i.id, word_similarity(${words}, i.title)::float8 AS score
      FROM knowledge_item i
      JOIN item_projection p ON p.item_id = i.id
      LEFT JOIN knowledge_metadata d ON d.item_id = i.id
      WHERE word_similarity(${words}, i.title) >= ${LIKENESS_MIN}::float8
        AND ${lacksExcluded(Prisma.sql`p.search_vector`)} AND ${searchable(ctx.actor, input)}`,
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

async function answer(
  ctx: Context,
  { hits, total }: Page,
  queries: TsQueries,
  how: Pick<SearchAnswer, 'spelledAlike' | 'tooCommon'>,
): Promise<SearchAnswer> {
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
  return { results, total: total - (hits.length - results.length), ...how };
}

const MARKS = `StartSel=${HIT_START}, StopSel=${HIT_STOP}`;
const TITLE_OPTIONS = `HighlightAll=true, ${MARKS}`;
const SNIPPET_OPTIONS = `MaxFragments=2, MaxWords=28, MinWords=10, FragmentDelimiter=" … ", ${MARKS}`;

async function highlights(
  ctx: Context,
  ids: string[],
  { query, reading }: TsQueries['highlight'],
): Promise<Map<string, { title: string; snippet: string }>> {
  if (ids.length === 0) return new Map();
  const readable = (text: Prisma.Sql) => Prisma.sql`
    translate(${text}, ${MISREAD + HIT_START + HIT_STOP}, ${MISREAD_STAND_INS})`;
  const title = readable(Prisma.sql`i.title`);
  const text = readable(Prisma.sql`left(p.plain_text, ${HIGHLIGHTED_CHARACTERS_MAX}::int)`);
  const rows = await ctx.db.$queryRaw<{ id: string; title: string; snippet: string }[]>(Prisma.sql`
    SELECT i.id, ts_headline(${reading}::regconfig, ${title}, q.asked, ${TITLE_OPTIONS}) AS title,
           ts_headline(${reading}::regconfig, ${text}, q.asked, ${SNIPPET_OPTIONS}) AS snippet
    FROM knowledge_item i JOIN item_projection p ON p.item_id = i.id CROSS JOIN (SELECT ${query} AS asked) q
    WHERE i.id = ANY(${ids}::text[])`);
  return new Map(rows.map((row) => [row.id, row]));
}
