import { posix } from 'node:path';
import { checkPath } from '../import/source-tree';
import { isRecord } from '../markdown/loose';
import { slugOf } from '../rules';

/** Where an item lies in an export, and where its files lay in the source that it was imported from. */
export type Place = { path: string; sourceFolder: string; files: ReadonlyMap<string, string> };

type Placeable = {
  id: string;
  title: string;
  contentType: string;
  source: { source: string; path: string; files: unknown } | null;
};

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
  const slug = slugOf(item.title);
  const folder = item.contentType.replaceAll('_', '-');
  return { path: `${folder}/${slug === '' ? '' : `${slug}-`}${item.id}.md`, sourceFolder: folder, files: new Map() };
}

function sourcePlace({ source }: Placeable): Place | null {
  const checked = source === null ? null : checkPath(source.path);
  if (source === null || checked === null || !checked.ok) return null;
  const folder = folderName(source.source);
  return { path: `${folder}/${checked.path}`, sourceFolder: folder, files: filesOf(source.files) };
}

/** A path for every item: its place in its source, otherwise its type's folder. No two are the same. */
export function placesOf(items: readonly Placeable[]): Map<string, Place> {
  const taken = new Set<string>();
  return new Map(
    items.map((item) => {
      const place = sourcePlace(item);
      const free = place !== null && !taken.has(place.path.toLowerCase()) ? place : ownPlace(item);
      taken.add(free.path.toLowerCase());
      return [item.id, free];
    }),
  );
}

/** Where the files of an item go: back to where they lay, otherwise into a folder beside it. By attachment id. */
export function attachmentPlaces(
  place: Place,
  attachments: readonly { id: string; name: string }[],
): Map<string, string> {
  const beside = place.path.replace(/\.\w+$/, '.files');
  return new Map(
    attachments.map(({ id, name }) => {
      const original = checkPath(place.files.get(id) ?? '');
      if (original.ok) return [id, `${place.sourceFolder}/${original.path}`];
      const own = checkPath(`${id}-${name.replaceAll(/[/\\]/g, '-')}`);
      return [id, `${beside}/${own.ok ? own.path : id}`];
    }),
  );
}

/** The address that leads from one file of the export to another. */
export function relativeAddress(fromPath: string, toPath: string): string {
  const relative = posix.relative(posix.dirname(fromPath), toPath);
  return relative.split('/').map(encodeURIComponent).join('/');
}
