import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '@/server/platform/access';
import type { Database } from '@/server/platform/db/client';
import type { FileStore } from '@/server/platform/storage';
import { testDatabase } from '@/server/platform/testing/database';
import { scratchFileStore } from '@/server/platform/testing/file-store';
import { addAttachment } from '../commands/add-attachment';
import { renameItem } from '../commands/rename-item';
import { buildItem } from '../factory';
import { importFolder } from '../import/import-folder';
import type { ImportReport } from '../import/report.schema';
import { makeSourceFolder, PNG, type SourceFolder } from '../testing/source-folder';
import { as, makeWorld, TEST_NOW } from '../testing/world';
import { exportItems } from './export-items';

const OTHER_PNG = Buffer.concat([PNG, Buffer.from([0])]);

let database: Database;
let author: Actor;
let stranger: Actor;
let files: FileStore;
let removeFiles: () => Promise<void>;
let source: SourceFolder;

beforeAll(async () => {
  database = await testDatabase();
  const world = await makeWorld(database.prisma);
  author = world.people.author;
  stranger = world.people.newcomer;
  ({ files, remove: removeFiles } = await scratchFileStore(database.prisma));
});
afterAll(async () => {
  await database.close();
  await removeFiles();
});
beforeEach(async () => {
  source = await makeSourceFolder();
});
afterEach(() => source.remove());

const PUBLIC = { accessLevel: 'public' as const, teamIds: [], jobRoleIds: [], namedPersonIds: [] };
const importAs = (actor: Actor, accessLevel: 'public' | 'restricted', now = TEST_NOW): Promise<ImportReport> =>
  importFolder(as(actor, database.prisma, now), files, source.folder, { access: { ...PUBLIC, accessLevel } });
const exportAs = (actor: Actor) =>
  exportItems({ db: database.prisma, now: TEST_NOW }, files, join(source.place, 'out'), { actor });
const idOf = (report: ImportReport, path: string): string => report.items.find((item) => item.path === path)?.id ?? '';

test('KN-N20 gives back files that import as unchanged text, with links and images where they were', async () => {
  await source.put('a.md', '# A\n\n[b](sub/b.md#x) ![p](img/p.png)\n');
  await source.put('sub/b.md', '# B\n\n![p](../img/p.png) [a](../a.md)\n');
  await source.put('img/p.png', PNG);
  const report = await importAs(author, 'restricted');
  const exported = await exportAs(author);
  const paths = new Map(exported.items.map(({ id, path }) => [id, path]));
  expect(paths.get(idOf(report, 'sub/b.md'))).toBe(`${report.source}/sub/b.md`);
  const again = await importFolder(as(stranger, database.prisma), files, join(source.place, 'out', report.source), {
    access: PUBLIC,
  });
  expect(again).toMatchObject({ created: 2, updated: 0, conflicts: 0, failed: 0, unresolvedLinks: 0 });
});

test('KN-N21 holds only what the person may read, and refuses a folder that holds anything', async () => {
  await source.put('mine.md', '# Mine\n');
  const report = await importAs(author, 'restricted');
  const { items } = await exportAs(stranger);
  expect(items.map(({ id }) => id)).not.toContain(idOf(report, 'mine.md'));
  await writeFile(join(source.place, 'out', 'there.txt'), 'x');
  await expect(exportAs(author)).rejects.toMatchObject({ reason: 'folder_not_empty' });
});

test('KN-N28 two files that lay in one place at different times both come out, and each page shows its own', async () => {
  await source.put('img/p.png', PNG);
  await source.put('old.md', '# Old\n\n![p](img/p.png)\n');
  await source.put('also-old.md', '# Also old\n\n![p](img/p.png)\n');
  const first = await importAs(author, 'restricted');
  for (const path of ['old.md', 'also-old.md']) {
    await renameItem(as(author, database.prisma), { id: idOf(first, path), title: 'Mine' });
  }
  await source.put('img/p.png', OTHER_PNG);
  await source.put('new.md', '# New\n\n![p](img/p.png)\n');
  const later = new Date(TEST_NOW.getTime() + 1);
  expect(await importAs(author, 'restricted', later)).toMatchObject({ created: 1, conflicts: 2 });

  const { items } = await exportAs(author);

  const shown = async (name: string) => {
    const path = items.find((item) => item.path.endsWith(`/${name}`))?.path ?? '';
    const text = await readFile(join(source.place, 'out', path), 'utf8');
    const address = decodeURIComponent(/!\[p\]\(([^)]+)\)/.exec(text)?.[1] ?? '');
    return { address, bytes: await readFile(join(source.place, 'out', dirname(path), address)) };
  };
  expect(await shown('old.md')).toEqual({ address: 'img/p.png', bytes: PNG });
  expect(await shown('also-old.md')).toEqual({ address: 'img/p.png', bytes: PNG });
  const { address, bytes } = await shown('new.md');
  expect(bytes).toEqual(OTHER_PNG);
  expect(address).toMatch(/^new\.files\/\w+-p\.png$/);
});

test('KN-N33 names that no file system takes come out shortened, and every other item with them', async () => {
  const by = as(author, database.prisma);
  const item = await buildItem(by, { title: '署'.repeat(120), markdown: 'Long.\n' });
  await addAttachment(by, files, { itemId: item.id, name: `${'ช'.repeat(190)}.png`, source: PNG });
  const short = await buildItem(by, { title: 'Short', markdown: 'Short.\n' });
  const exported = await exportAs(author);
  const paths = new Map(exported.items.map(({ id, path }) => [id, path]));
  expect(paths.get(short.id)).toBeDefined();
  const path = paths.get(item.id) ?? '';
  expect(path).toMatch(/署-\w+\.md$/);
  const text = await readFile(join(exported.folder, path), 'utf8');
  expect(text).toContain('Long.');
  const beside = await readdir(join(exported.folder, path.replace(/\.md$/, '.files')));
  expect(beside).toEqual([expect.stringMatching(/ช\.png$/)]);
});
