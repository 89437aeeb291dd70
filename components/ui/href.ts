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

/** Only a path of our own may be gone to after signing in: never another site's address. */
export function safePath(path: string | null | undefined, otherwise = '/'): string {
  if (!path?.startsWith('/') || path.startsWith('//') || path.includes('\\')) return otherwise;
  return path;
}
