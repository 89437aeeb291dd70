import { Prisma } from '@/prisma/generated/client';
import type { Context } from '@/server/platform/command';
import { searchedWords } from '../projection.rules';
import type { ParsedQuery } from './query.rules';

const joined = (parts: readonly Prisma.Sql[], operator: string): Prisma.Sql =>
  parts.length === 0 ? Prisma.sql`''::tsquery` : Prisma.sql`(${Prisma.join([...parts], ` ${operator} `)})`;

/** How texts are read: by English stems, or word for word. */
type Reading = 'english' | 'simple';

const phrase = (text: string, reading: Reading) =>
  Prisma.sql`phraseto_tsquery(${reading}::regconfig, ${searchedWords(text)})`;

/** One thing that was asked for, and the order it gives. */
export type Term = {
  /** As a whole word or phrase. */
  whole: Prisma.Sql;
  /** The word that is still being typed, as a beginning; null for every other. */
  beginning: Prisma.Sql | null;
};

export type TsQueries = {
  /** What must occur. */
  wanted: Prisma.Sql;
  /**
   * Of a search vector: nothing that was excluded occurs. A condition of its own: together with signs that PostgreSQL
   * takes for no word (²) a query would only exclude, and find everything else.
   */
  lacksExcluded: (vector: Prisma.Sql) => Prisma.Sql;
  /** What counts for the order, each by itself. */
  terms: Term[];
  /** What is highlighted, and how texts are read for that. */
  highlight: { query: Prisma.Sql; reading: Reading };
  /** KN-Q16: nothing asked for has a meaning of its own (the, of); only titles are looked at. */
  common: boolean;
};

/**
 * Which of the texts have a meaning of their own, after PostgreSQL's list of English words that have none. Asked by
 * itself: how words are read depends on it, so in the ranking everything would stand twice. It is one of a search's
 * twelve queries, and half a millisecond of its eighteen (40 items, 5 words).
 */
async function meaningful(ctx: Context, texts: readonly string[]): Promise<Set<string>> {
  const rows = await ctx.db.$queryRaw<{ text: string }[]>(Prisma.sql`
    SELECT text FROM unnest(${[...texts]}::text[], ${texts.map(searchedWords)}::text[]) AS said (text, words)
    WHERE numnode(plainto_tsquery('english', words)) > 0`);
  return new Set(rows.map((row) => row.text));
}

/**
 * A parsed query as PostgreSQL's own, built from bound values only. Words without a meaning of their own are passed
 * over beside others; alone they are looked for in titles, which are kept as they are written too.
 */
export async function tsQueries(ctx: Context, query: ParsedQuery): Promise<TsQueries> {
  const means = await meaningful(ctx, [...query.words, ...query.phrases]);
  const common = means.size === 0;
  const reading: Reading = common ? 'simple' : 'english';
  const counts = (text: string) => common || means.has(text);
  const term = (text: string, place: number): Term => ({
    whole: Prisma.sql`plainto_tsquery(${reading}::regconfig, ${searchedWords(text)})`,
    beginning:
      query.prefix !== null && place === query.words.length - 1
        ? Prisma.sql`to_tsquery('simple', ${`'${query.prefix}':*${common ? 'A' : ''}`})`
        : null,
  });
  const words = query.words.flatMap((text, place) => (counts(text) ? [term(text, place)] : []));
  const phrases = query.phrases.filter(counts).map((text) => phrase(text, reading));
  const terms = [...words, ...phrases.map((whole) => ({ whole, beginning: null }))];
  const all = terms.flatMap(({ whole, beginning }) => (beginning ? [whole, beginning] : [whole]));
  const wanted = phrases.length > 0 ? joined(phrases, '&&') : joined(all, '||');
  const excluded = query.excluded.map((text) => phrase(text, 'english'));
  return {
    wanted,
    lacksExcluded: (vector) =>
      excluded.length === 0 ? Prisma.sql`true` : Prisma.sql`NOT ${vector} @@ ${joined(excluded, '||')}`,
    terms,
    highlight: { query: joined(all, '||'), reading },
    common,
  };
}
