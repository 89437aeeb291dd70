import { ATTRIBUTE_CHARACTERS_MAX } from '../document-values.schema';

const LONE_SURROGATES = /\p{Surrogate}/gu;

/** Text as PostgreSQL and Unicode can hold it. */
export function cleanText(text: string): string {
  return text.replaceAll('\u0000', '').replace(LONE_SURROGATES, '\ufffd');
}

/** The beginning of a text, at most so many code units, as limits count them; no character is cut in two. */
export function cutText(text: string, most: number): string {
  return text.length <= most ? text : text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
}

/** Words of an attribute, as many as it takes; null for none. */
export function textOrNull(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null;
  const line = cleanText(value).replace(/\s+/g, (run) => (run.includes('\n') ? ' ' : run));
  return cutText(line, ATTRIBUTE_CHARACTERS_MAX);
}
