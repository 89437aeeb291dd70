import { Prisma } from '@/prisma/generated/client';
import { searchedWords } from '../projection.rules';
import type { ParsedQuery } from './query.rules';

const joined = (parts: Prisma.Sql[], operator: string): Prisma.Sql =>
  parts.length === 0 ? Prisma.sql`''::tsquery` : Prisma.sql`(${Prisma.join(parts, ` ${operator} `)})`;

const word = (text: string) => Prisma.sql`plainto_tsquery('english', ${searchedWords(text)})`;
const phrase = (text: string) => Prisma.sql`phraseto_tsquery('english', ${searchedWords(text)})`;

/** A word that has no meaning of its own (the, of) is no beginning of others either. */
const beginning = (text: string) => Prisma.sql`
  CASE WHEN numnode(plainto_tsquery('english', ${text})) = 0 THEN ''::tsquery
       ELSE to_tsquery('simple', ${`'${text}':*`}) END`;

export type TsQueries = {
  /** What must be so. */
  match: Prisma.Sql;
  /** What must not. */
  unwanted: Prisma.Sql;
  /** What counts for the order. */
  rank: Prisma.Sql;
  /** The word that is still being typed, as a beginning: counts little, for a beginning has many ends. */
  beginning: Prisma.Sql;
  /** What is highlighted. */
  highlight: Prisma.Sql;
};

/** A parsed query as PostgreSQL's own, built from bound values only. */
export function tsQueries(query: ParsedQuery): TsQueries {
  const whole = query.words.map(word);
  const begun = query.prefix === null ? [] : [beginning(query.prefix)];
  const words = [...whole, ...begun];
  const phrases = query.phrases.map(phrase);
  const wanted = phrases.length > 0 ? joined(phrases, '&&') : joined(words, '||');
  const unwanted = joined(query.excluded.map(phrase), '||');
  return {
    // KN-Q3: words without a meaning of their own (the, of) ask for nothing either.
    match: Prisma.sql`CASE WHEN numnode(${wanted}) = 0 THEN ''::tsquery ELSE ${wanted} && !! ${unwanted} END`,
    unwanted,
    rank: joined([...whole, ...phrases], '||'),
    beginning: joined(begun, '||'),
    highlight: joined([...words, ...phrases], '||'),
  };
}
