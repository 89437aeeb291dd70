import { ATTRIBUTE_CHARACTERS_MAX } from '../document-values.schema';

const LONE_SURROGATES = /\p{Surrogate}/gu;

/** Text as Unicode can hold it, and as long as before. */
export const wellFormed = (text: string): string => text.replace(LONE_SURROGATES, '\ufffd');

/** Text as PostgreSQL and Unicode can hold it. */
export const cleanText = (text: string): string => wellFormed(text.replaceAll('\u0000', ''));

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
