const SLUG_LETTERS_MAX = 60;

/** "ana-ruiz-" of "Ana Ruiz"; empty when nothing in the words can stand in an address. */
export function slugOf(words: string): string {
  const slug = words
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, SLUG_LETTERS_MAX)
    .replace(/^-+|-+$/g, '');
  return slug ? `${slug}-` : '';
}

/** `/people/ana-ruiz-<id>`: readable, and valid after a change of name because only the id counts. */
export function personHref(person: { id: string; name: string }): string {
  return `/people/${slugOf(person.name)}${person.id}`;
}

/** The id at the end of a readable address; what has no dash is the id itself. */
export function idOfSlug(segment: string): string {
  return segment.slice(segment.lastIndexOf('-') + 1);
}

/** Stands for ourselves while a path is resolved; no name ends so anywhere. */
const OURSELVES = 'http://kenning.invalid';

/**
 * Only a path of our own may be gone to after signing in: never another site's address. It is read as a browser reads
 * it, which drops tabs and line ends, turns backslashes around and walks up dots.
 */
export function safePath(path: string | null | undefined, otherwise = '/'): string {
  if (!path?.startsWith('/') || !URL.canParse(path, OURSELVES)) return otherwise;
  const { origin, pathname, search, hash } = new URL(path, OURSELVES);
  // "/.//other.site" is a path of ours, but what is left of it would be read as another's address.
  if (origin !== OURSELVES || pathname.startsWith('//')) return otherwise;
  return pathname + search + hash;
}
