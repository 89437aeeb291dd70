import type { Entry } from 'yauzl';

const UNIX_TYPE_SHIFT_BITS = 16;
const UNIX_TYPE_MASK = 0o170000;
const UNIX_KINDS = new Map<number, 'file' | 'folder' | 'link'>([
  [0o100000, 'file'],
  [0o040000, 'folder'],
  [0o120000, 'link'],
]);

/** What an entry of a zip archive says that it is; null where it says nothing, as archives made on Windows do. */
export function kindOfEntry({
  externalFileAttributes,
}: Pick<Entry, 'externalFileAttributes'>): 'file' | 'folder' | 'link' | 'other' | null {
  const type = (externalFileAttributes >>> UNIX_TYPE_SHIFT_BITS) & UNIX_TYPE_MASK;
  if (type === 0) return null;
  return UNIX_KINDS.get(type) ?? 'other';
}
