import GithubSlugger, { slug as slugAlone } from 'github-slugger';

/** How fast a person reads documentation: Brysbaert's (2019) mean for English non-fiction, rounded down. */
const READING_SPEED_WORDS_PER_MINUTE = 230;
/** Ids that the page around a document uses itself. */
const TAKEN_IDS = ['text'];
const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’_-]*/gu;

const WORD_ENDS = /[\p{L}\p{N}]$/u;
const HOST_BEGINS = /^[\p{L}\p{N}-]+\.[\p{L}\p{N}]/u;

/** Scripts use names that begin with an underscore as global ones, and an element's id becomes a global name. */
function slugSource(text: string): string {
  const slug = slugAlone(text);
  if (slug === '') return 'section';
  return slug.startsWith('_') ? `section-${text}` : text;
}

/**
 * The ids under which a document's headings can be linked, made of their words as GitHub makes them and unique in
 * the document. The reading page and the editor, which copies such an address, ask the same.
 */
export function headingSlugs(texts: readonly string[]): string[] {
  const slugger = new GithubSlugger();
  for (const id of TAKEN_IDS) slugger.slug(id);
  return texts.map((text) => slugger.slug(slugSource(text.trim())));
}

/** Whether what stands between spaces is an address of the web or of mail, which is read at one glance. */
function isAddress(part: string): boolean {
  if (part.includes('://') || /^\W*www\./i.test(part)) return true;
  const [name, host, ...more] = part.split('@');
  return more.length === 0 && WORD_ENDS.test(name ?? '') && HOST_BEGINS.test(host ?? '');
}

/** @returns how many words a text has; an address is one */
export function wordCount(text: string): number {
  let count = 0;
  for (const part of text.split(/\s+/)) count += isAddress(part) ? 1 : (part.match(WORD)?.length ?? 0);
  return count;
}

/** @returns whole minutes, at least 1 for a text with any word in it, 0 without */
export function readingMinutes(words: number): number {
  return words === 0 ? 0 : Math.max(1, Math.round(words / READING_SPEED_WORDS_PER_MINUTE));
}
