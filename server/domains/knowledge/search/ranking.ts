import { Prisma } from '@/prisma/generated/client';
import type { Term } from './tsquery';

/** Weights of D, C (text), B (tags, headings) and A (title), and long texts damped by the logarithm of their length. */
const WEIGHTS = '{0.1, 0.6, 0.7, 1.0}';
const DAMPED_BY_LENGTH = 1;
/**
 * What the last word counts as a beginning. As much as a whole word would lift whatever begins alike ("request" finds
 * "requests", "requested" and "requester").
 */
const BEGINNING_SHARE = 0.1;

/**
 * KN-Q17: scores what was found. What has all words in its title comes first, then what has all of them, then the rest.
 * Among those each word counts by its place and number (`ts_rank`), the more the fewer of the hits have it. Only hits
 * are counted for that: what one may not read does not move what one may.
 *
 * Measured by `npm run bench:search` as nDCG@10 of Cranfield's 225 questions, and as MRR@10 of 438 real pages whose titles
 * are asked for: .525 and .935. docs/decisions/010-ranking.md has what lost.
 *
 * @param hits selects `id` and `vector` of what was found
 * @returns a select of `id` and `score`: from 2 to 3 with all words in the title, from 1 with all words, from 0 with some
 */
export function scored(hits: Prisma.Sql, terms: readonly Term[]): Prisma.Sql {
  const rows = terms.map(
    ({ whole, beginning }, place) => Prisma.sql`(${place}::int, ${whole}, ${beginning ?? Prisma.sql`''::tsquery`})`,
  );
  const rank = (query: Prisma.Sql) =>
    Prisma.sql`ts_rank(${WEIGHTS}::float4[], v.vector, ${query}, ${DAMPED_BY_LENGTH}::int)::float8`;
  const all = Prisma.sql`${terms.length}::int`;
  return Prisma.sql`
    WITH term (place, whole, beginning) AS MATERIALIZED (VALUES ${Prisma.join(rows)}),
    ranked AS MATERIALIZED (
      SELECT h.id, r.places, r.ranks, (r.titled = ${all})::int + (cardinality(r.places) = ${all})::int AS step
      FROM (${hits}) h CROSS JOIN LATERAL (
        SELECT array_agg(t.place) AS places,
               array_agg(${rank(Prisma.sql`t.whole`)} + ${BEGINNING_SHARE}::float8 * ${rank(Prisma.sql`t.beginning`)}) AS ranks,
               count(*) FILTER (WHERE v.title @@ (t.whole || t.beginning)) AS titled
        -- Unpacked once for all words, not once for each.
        FROM (SELECT h.vector || ''::tsvector AS vector, ts_filter(h.vector, '{a}') AS title OFFSET 0) v CROSS JOIN term t
        WHERE v.vector @@ (t.whole || t.beginning)) r
    ),
    weighed AS MATERIALIZED (
      SELECT word.place, ln(1 + ((SELECT count(*) FROM ranked) - count(*) + 0.5) / (count(*) + 0.5))::float8 AS weight
      FROM ranked CROSS JOIN LATERAL unnest(ranked.places) AS word (place) GROUP BY word.place
    ),
    summed AS (
      SELECT ranked.id, ranked.step, total.sum
      FROM ranked CROSS JOIN LATERAL (
        SELECT coalesce(sum(word.rank * weighed.weight), 0) AS sum
        FROM unnest(ranked.places, ranked.ranks) AS word (place, rank) JOIN weighed ON weighed.place = word.place) total
    )
    SELECT id, step + sum / (1 + sum) AS score FROM summed`;
}
