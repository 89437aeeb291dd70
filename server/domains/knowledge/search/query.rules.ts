/** What a person typed, taken apart. */
export type ParsedQuery = {
  /** Any of these may occur; what has all of them comes first. */
  words: string[];
  /** Each of these occurs, word by word. */
  phrases: string[];
  /** None of these occurs. */
  excluded: string[];
  /** The word that is still being typed; null when the last thing was finished by a blank or is no plain word. */
  prefix: string | null;
};

export const SEARCH_WORDS_MAX = 32;
const PREFIX_CHARACTERS_MIN = 2;

const PART = /(-?)"([^"]*)"?|(\S+)/g;
const PLAIN_WORD = /^[\p{L}\p{N}_]+$/u;
const SAYS_SOMETHING = /[\p{L}\p{N}]/u;

/**
 * KN-Q1: plain words may occur, quoted phrases must, and what has a minus before it must not. An open quote reaches
 * to the end. Beyond 32 parts the rest is left out.
 */
export function parseQuery(text: string): ParsedQuery {
  const query: ParsedQuery = { words: [], phrases: [], excluded: [], prefix: null };
  const clean = text.normalize('NFC').replaceAll('\u0000', ' ');
  let parts = 0;
  for (const [, minus, phrase, word] of clean.matchAll(PART)) {
    const said = phrase ?? word ?? '';
    if (!SAYS_SOMETHING.test(said)) continue;
    parts += 1;
    if (parts > SEARCH_WORDS_MAX) return query;
    if (minus === '-') query.excluded.push(said);
    else if (phrase !== undefined) query.phrases.push(said);
    else if (said.startsWith('-')) query.excluded.push(said.slice(1));
    else query.words.push(said);
  }
  query.prefix = prefixOf(clean, query);
  return query;
}

/** KN-Q2: the last word also matches as a beginning, while nothing follows it. */
function prefixOf(text: string, query: ParsedQuery): string | null {
  const last = query.words.at(-1);
  if (last === undefined || !text.endsWith(last)) return null;
  return PLAIN_WORD.test(last) && [...last].length >= PREFIX_CHARACTERS_MIN ? last : null;
}

/** KN-Q3: a search that only excludes finds nothing rather than everything else. */
export function asksForSomething(query: ParsedQuery): boolean {
  return query.words.length > 0 || query.phrases.length > 0;
}
