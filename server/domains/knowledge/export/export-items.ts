import { createWriteStream } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Prisma } from '@/prisma/generated/client';
import type { Actor } from '@/server/platform/access';
import type { Db } from '@/server/platform/db/client';
import { invalid } from '@/server/platform/errors';
import { idInPath } from '@/server/platform/slug.rules';
import type { FileStore } from '@/server/platform/storage';
import { type DocumentJson, emptyDocument } from '../document.schema';
import { withAddresses } from '../import/addresses';
import { projectStale } from '../jobs';
import { toMarkdown } from '../markdown/to-markdown';
import { namedFor } from '../mention.queries';
import type { Named } from '../mention.schema';
import { mentionsIn, withNames } from '../mentions';
import { listedFor } from '../policy';
import { frontMatterOf } from './front-matter';
import { attachmentPlaces, type Place, placesOf, relativeAddress, type TakenPaths } from './places';

const ITEMS_PER_QUERY = 100;
/** Of two that lay in one place, the older stays there. */
const OLDEST_FIRST = [{ createdAt: 'asc' }, { id: 'asc' }] satisfies Prisma.KnowledgeItemOrderByWithRelationInput[];

export type ExportReport = {
  folder: string;
  exported: number;
  attachments: number;
  items: { id: string; path: string }[];
  /** Files whose bytes are gone. */
  missing: string[];
};

export type ExportOptions = {
  /** Only what this person may read; null for everything outside the trash, as who runs the installation may take. */
  actor: Actor | null;
  onProgress?: (done: number, total: number) => void;
};

const WHOLE = {
  metadata: true,
  projection: { select: { documentJson: true } },
  attachments: { select: { id: true, name: true, fileId: true }, orderBy: { id: 'asc' } },
} satisfies Prisma.KnowledgeItemInclude;
type WholeItem = Prisma.KnowledgeItemGetPayload<{ include: typeof WHOLE; omit: { content: true } }>;

/**
 * Writes items as Markdown files with their attachments beside them. Imported items come out where they lay in their
 * source; links between items become relative again. Importing the folder gives the same items.
 * @throws KenningError invalid/folder_not_empty
 */
export async function exportItems(
  ctx: { db: Db; now: Date },
  files: FileStore,
  folder: string,
  options: ExportOptions,
): Promise<ExportReport> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) throw invalid('folder_not_empty', { folder });
  await projectStale(ctx);
  const where = options.actor === null ? { trashing: null } : listedFor(options.actor);
  const found = await ctx.db.knowledgeItem.findMany({
    where,
    select: { id: true, title: true, contentType: true, source: { select: { source: true, path: true, files: true } } },
    orderBy: OLDEST_FIRST,
  });
  const taken: TakenPaths = new Map();
  const places = placesOf(found, taken);
  const report: ExportReport = { folder, exported: 0, attachments: 0, items: [], missing: [] };
  for (let from = 0; from < found.length; from += ITEMS_PER_QUERY) {
    const ids = found.slice(from, from + ITEMS_PER_QUERY).map((item) => item.id);
    const items = await ctx.db.knowledgeItem.findMany({
      where: { id: { in: ids } },
      include: WHOLE,
      omit: { content: true },
      orderBy: OLDEST_FIRST,
    });
    const named = await namedIn(ctx.db, options.actor, items);
    for (const item of items) {
      await writeItem(files, folder, item, { places, taken, named }, report);
      options.onProgress?.(report.exported, found.length);
    }
  }
  return report;
}

type Layout = { places: ReadonlyMap<string, Place>; taken: TakenPaths; named: Named };

const documentOf = (item: WholeItem) => (item.projection?.documentJson ?? emptyDocument()) as DocumentJson;

/** Whom and what these items mention, as whoever exports may know them: asked once for all of them. */
function namedIn(db: Db, actor: Actor | null, items: readonly WholeItem[]): Promise<Named> {
  return namedFor(db, actor, mentionsIn({ content: items.map(documentOf) }));
}

async function writeItem(
  files: FileStore,
  folder: string,
  item: WholeItem,
  { places, taken, named }: Layout,
  report: ExportReport,
): Promise<void> {
  const place = places.get(item.id);
  if (place === undefined) return;
  const attachments = attachmentPlaces(place, item.attachments, taken);
  const relative = withAddresses(documentOf(item), ({ address }) =>
    exportedAddress(address, place, places, attachments),
  );
  await write(folder, place.path, `${frontMatterOf(item)}${toMarkdown(withNames(relative, named))}`);
  for (const { id, fileId } of item.attachments) {
    const path = attachments.get(id);
    if (path !== undefined) await copyFile(files, fileId, folder, path, report);
  }
  report.items.push({ id: item.id, path: place.path });
  report.exported += 1;
}

function exportedAddress(
  address: string,
  from: Place,
  places: ReadonlyMap<string, Place>,
  attachments: ReadonlyMap<string, string>,
): string | null {
  const [, kind, name = '', rest = ''] = /^\/(library|files)\/([^/?#]+)(.*)$/.exec(address) ?? [];
  if (kind === 'library') {
    const target = places.get(idInPath(name));
    return target === undefined ? null : `${relativeAddress(from.path, target.path)}${rest}`;
  }
  const path = kind === 'files' ? attachments.get(name) : undefined;
  return path === undefined ? null : relativeAddress(from.path, path);
}

async function write(folder: string, path: string, text: string): Promise<void> {
  const target = join(folder, path);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, text, { flag: 'wx' });
}

async function copyFile(
  files: FileStore,
  fileId: string,
  folder: string,
  path: string,
  report: ExportReport,
): Promise<void> {
  const opened = await files.open(fileId);
  if (opened === null) {
    report.missing.push(path);
    return;
  }
  const target = join(folder, path);
  await mkdir(dirname(target), { recursive: true });
  await pipeline(opened.stream, createWriteStream(target));
  report.attachments += 1;
}
