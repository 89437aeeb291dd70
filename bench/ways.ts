import type pg from 'pg';
import { searchItems } from '@/server/domains/knowledge';
import type { Context } from '@/server/platform/command';
import type { Database } from '@/server/platform/db/client';

/** Answers a question with the ids of items, best first. */
export type Way = { name: string; ask: (question: string, depth: number) => Promise<string[]> };

/** The product's own search, as this person. */
export const kenning = (reader: Context): Way => ({
  name: 'Kenning',
  ask: async (q, limit) => (await searchItems(reader, { q, limit })).results.map(({ id }) => id),
});

/** Of a text; PostgreSQL keeps at most a megabyte of lexemes for a row. */
const CHARACTERS_MAX = 300_000;
const ALL_WORDS = `websearch_to_tsquery('english', $1)`;
// PostgreSQL has no function for it; this is how its users help themselves.
const ANY_WORD = `replace(plainto_tsquery('english', $1)::text, ' & ', ' | ')::tsquery`;

/**
 * PostgreSQL as it comes, on the same titles and texts. It wants all words, which hardly any text has of a question of a
 * dozen; joined by OR it finds what Kenning finds, and of all it can do without weights the last is the best order.
 */
export async function plainPostgres({ pool }: Database): Promise<Way[]> {
  await pool.query(`
    CREATE TABLE bench_text AS
    SELECT i.id, i.title, to_tsvector('english', i.title || ' ' || left(p.plain_text, ${CHARACTERS_MAX})) AS vector
    FROM knowledge_item i JOIN item_projection p ON p.item_id = i.id`);
  await pool.query('CREATE INDEX ON bench_text USING gin (vector)');
  return [
    { name: 'ts_rank_cd, websearch_to_tsquery', ask: plain(pool, 'ts_rank_cd(vector, asked)', ALL_WORDS) },
    { name: 'ts_rank_cd, any of the words', ask: plain(pool, 'ts_rank_cd(vector, asked)', ANY_WORD) },
    { name: 'ts_rank damped by length, any', ask: plain(pool, 'ts_rank(vector, asked, 1)', ANY_WORD) },
  ];
}

function plain(pool: pg.Pool, rank: string, query: string): Way['ask'] {
  return async (question, depth) => {
    const { rows } = await pool.query<{ id: string }>(
      `SELECT id FROM bench_text, (SELECT ${query} AS asked) q WHERE vector @@ asked
       ORDER BY ${rank} DESC, title, id LIMIT $2`,
      [question, depth],
    );
    return rows.map(({ id }) => id);
  };
}
