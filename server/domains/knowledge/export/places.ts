import { extname, posix } from 'node:path';
import { slugOf } from '@/server/platform/slug.rules';
import { checkPath } from '../import/source-tree';
import { isRecord } from '../markdown/loose.rules';

/** Where an item lies in an export, and where its files lay in the source that it was imported from. */
export type Place = { path: string; sourceFolder: string; files: ReadonlyMap<string, string> };

type Placeable = {
  id: string;
  title: string;
  contentType: string;
  source: { source: string; path: string; files: unknown } | null;
};

/** File systems take 255 bytes of one name, whatever letters it is written in; `.md` may become `.files`. */
const NAME_BYTES_MAX = 250;
/** What is left of that beside an id and an extension. */
const WORDS_BYTES_MAX = 150;
const EXTENSION_BYTES_MAX = 40;

const fits = (path: string): boolean => path.split('/').every((name) => Buffer.byteLength(name) <= NAME_BYTES_MAX);

/** As many whole characters as there is room for. */
function shortened(words: string): string {
  let kept = '';
  for (const character of words) {
    if (Buffer.byteLength(kept + character) > WORDS_BYTES_MAX) break;
    kept += character;
  }
  return kept;
}

function shortenedFileName(name: string): string {
  const extension = extname(name);
  if (Buffer.byteLength(extension) > EXTENSION_BYTES_MAX) return shortened(name);
  return `${shortened(name.slice(0, name.length - extension.length))}${extension}`;
}

/** What is no folder's name on one system or another is left out of it. */
function folderName(name: string): string {
  const clean = name.replace(/[^\p{L}\p{N}._ -]+/gu, '-').replace(/^[. -]+|[. -]+$/g, '');
  return clean === '' ? 'source' : clean;
}

function filesOf(value: unknown): Map<string, string> {
  const entries = isRecord(value) ? Object.entries(value) : [];
  return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function ownPlace(item: Placeable): Place {
  const slug = shortened(slugOf(item.title));
  const folder = item.contentType.replaceAll('_', '-');
  return { path: `${folder}/${slug === '' ? '' : `${slug}-`}${item.id}.md`, sourceFolder: folder, files: new Map() };
}

function sourcePlace({ source }: Placeable): Place | null {
  const checked = source === null ? null : checkPath(source.path);
  if (source === null || checked === null || !checked.ok) return null;
  const folder = folderName(source.source);
  const path = `${folder}/${checked.path}`;
  return fits(path) ? { path, sourceFolder: folder, files: filesOf(source.files) } : null;
}

/** What lies where in one export: the id of the item or of the file, by its path in small letters. */
export type TakenPaths = Map<string, string>;

/** @returns whether the path is that thing's: it was free, or the same thing lies there already */
function take(taken: TakenPaths, path: string, id: string): boolean {
  const holder = taken.get(path.toLowerCase()) ?? id;
  taken.set(path.toLowerCase(), holder);
  return holder === id;
}

/** A path for every item: its place in its source, otherwise its type's folder. No two are the same. Takes them. */
export function placesOf(items: readonly Placeable[], taken: TakenPaths): Map<string, Place> {
  return new Map(
    items.map((item) => {
      const place = sourcePlace(item);
      if (place !== null && take(taken, place.path, item.id)) return [item.id, place];
      const own = ownPlace(item);
      taken.set(own.path.toLowerCase(), item.id);
      return [item.id, own];
    }),
  );
}

/**
 * Where the files of an item go: back to where they lay; where something else lies there by now, or they came otherwise,
 * into a folder beside it (KN-N28). By attachment id. Takes those places.
 */
export function attachmentPlaces(
  place: Place,
  attachments: readonly { id: string; name: string; fileId: string }[],
  taken: TakenPaths,
): Map<string, string> {
  const beside = place.path.replace(/\.\w+$/, '.files');
  return new Map(
    attachments.map(({ id, name, fileId }) => {
      const original = checkPath(place.files.get(id) ?? '');
      const path = `${place.sourceFolder}/${original.ok ? original.path : ''}`;
      if (original.ok && fits(path) && take(taken, path, fileId)) return [id, path];
      const own = checkPath(`${id}-${shortenedFileName(name.replaceAll(/[/\\]/g, '-'))}`);
      return [id, `${beside}/${own.ok ? own.path : id}`];
    }),
  );
}

/** The address that leads from one file of the export to another. */
export function relativeAddress(fromPath: string, toPath: string): string {
  const relative = posix.relative(posix.dirname(fromPath), toPath);
  return relative.split('/').map(encodeURIComponent).join('/');
}
