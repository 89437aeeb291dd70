import { readableId } from '@/server/platform/slug.rules';

/** `/people/ana-ruiz-<id>`: valid after a change of name too, because only the id counts. */
export const personHref = ({ id, name }: { id: string; name: string }): string =>
  `/people/${readableId({ id, words: name })}`;

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
