const SLUG_CHARACTERS_MAX = 80;
const COMBINING = /\p{M}+/gu;

/** KN-L1: the readable part of an address: lower-case letters and digits of any script, joined by hyphens. */
export function slugOf(words: string): string {
  const plain = words.normalize('NFKD').replace(COMBINING, '').normalize('NFC').toLowerCase();
  const joined = plain.replace(/[^\p{L}\p{N}]+/gu, '-');
  return [...joined]
    .slice(0, SLUG_CHARACTERS_MAX)
    .join('')
    .replace(/^-+|-+$/g, '');
}

/** KN-L2: what an address of something ends in. Only the id counts when it is read, so that old links stay valid. */
export function readableId(thing: { id: string; words: string }): string {
  const slug = slugOf(thing.words);
  return `${slug === '' ? '' : `${encodeURIComponent(slug)}-`}${thing.id}`;
}

/** KN-L3: the id at the end of an address. @returns the text after its last hyphen */
export function idInPath(part: string): string {
  return part.slice(part.lastIndexOf('-') + 1);
}
