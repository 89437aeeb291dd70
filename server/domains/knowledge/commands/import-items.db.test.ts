import { cp, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '@/server/platform/access';
import type { Database } from '@/server/platform/db/client';
import type { FileStore } from '@/server/platform/storage';
import { testDatabase } from '@/server/platform/testing/database';
import { scratchFileStore } from '@/server/platform/testing/file-store';
import { importFolder } from '../import/import-folder';
import type { ImportReport } from '../import/report.schema';
import { getItem } from '../item.queries';
import { makeSourceFolder, PNG, type SourceFolder } from '../testing/source-folder';
import { as, makePerson, makeWorld, TEST_NOW } from '../testing/world';
import { readAttachment } from './add-attachment';
import { changeAccess } from './change-access';
import { changeContent } from './change-content';
import { changeMaintainers } from './change-maintainers';
import { changeMetadata } from './change-metadata';
import { renameItem } from './rename-item';
import { restoreItem, trashItem } from './trash-item';

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
const importAs = (actor: Actor, accessLevel: 'public' | 'restricted' = 'public'): Promise<ImportReport> =>
  importFolder(as(actor, database.prisma), files, source.folder, { access: { ...PUBLIC, accessLevel } });
const counts = ({ created, updated, unchanged, conflicts, failed }: ImportReport) => ({
  created,
  updated,
  unchanged,
  conflicts,
  failed,
});
const NONE = { created: 0, updated: 0, unchanged: 0, conflicts: 0, failed: 0 };
const idOf = (report: ImportReport, path: string): string => report.items.find((item) => item.path === path)?.id ?? '';
const textOf = async (id: string, actor = author) => (await getItem(as(actor, database.prisma), { id })).content;

describe('importing a folder', () => {
  test('KN-N3 links between files lead to their items, images become attachments, the rest is listed', async () => {
    await source.put(
      'a.md',
      '---\ntags: [x]\nauthor: zoe\nstatus: published\n---\n# Alpha\n\n[b](sub/b.md#part) ![pic](img/p.png) [gone](gone.md) ![out](../../etc/x.png)\n',
    );
    await source.put('sub/b.md', '# Beta\n\n[a](../a.md)\n');
    await source.put('img/p.png', PNG);
    await source.put('not-utf8.md', Buffer.from([0xff, 0xfe, 0xfd]));
    await symlink('/etc/passwd', join(source.folder, 'link.md'));

    const report = await importAs(author);

    expect(counts(report)).toEqual({ ...NONE, created: 2, failed: 2 });
    expect(report.details.failed.map(({ path, reason }) => `${path} ${reason}`).sort()).toEqual([
      'link.md symbolic_link',
      'not-utf8.md not_utf8',
    ]);
    expect(report.details.unresolvedLinks).toEqual([
      { path: 'a.md', href: 'gone.md', reason: 'not_in_source' },
      { path: 'a.md', href: '../../etc/x.png', reason: 'outside_source' },
    ]);
    const [a, b] = [idOf(report, 'a.md'), idOf(report, 'sub/b.md')];
    const item = await getItem(as(author, database.prisma), { id: a });
    expect(item).toMatchObject({ title: 'Alpha', status: 'draft', author: { id: author.personId }, tags: ['x'] });
    expect(item.content).toContain(`](/library/beta-${b}#part)`);
    expect(await textOf(b)).toContain(`](/library/alpha-${a})`);
    const attachment = /!\[pic\]\(\/files\/(\w+)\/p\.png\)/.exec(item.content)?.[1] ?? '';
    const { name } = await readAttachment(as(author, database.prisma), { id: attachment });
    expect(name).toBe('p.png');
  });

  test('KN-A6 what a form kept of another level does not stand against an import', async () => {
    await source.put('a.md', '# A\n');
    const access = { ...PUBLIC, namedPersonIds: [stranger.personId] };
    const report = await importFolder(as(author, database.prisma), files, source.folder, { access });
    expect(counts(report)).toEqual({ ...NONE, created: 1 });
    expect(await getItem(as(author, database.prisma), { id: idOf(report, 'a.md') })).toMatchObject({
      accessLevel: 'public',
      access: { namedPersonIds: [] },
    });
  });

  test('KN-N3 importing again changes only what changed, also when an image did or a link found its file', async () => {
    await source.put('a.md', '# A\n\n![p](p.png)\n');
    await source.put('b.md', '# B\n\n[c](c.md)\n');
    await source.put('d.md', '# D\n');
    await source.put('p.png', PNG);
    const first = await importAs(author);
    expect(counts(first)).toEqual({ ...NONE, created: 3 });
    expect(counts(await importAs(author))).toEqual({ ...NONE, unchanged: 3 });

    await source.put('p.png', Buffer.concat([PNG, Buffer.from([0])]));
    await source.put('c.md', '# C\n');
    await source.put('d.md', '---\nsummary: New.\n---\n# Delta\n\nMore.\n');
    const second = await importAs(author);
    expect(counts(second)).toEqual({ ...NONE, created: 1, updated: 3 });
    expect(second.items.filter(({ path }) => path !== 'c.md')).toEqual(first.items);
    expect(await textOf(idOf(first, 'b.md'))).toContain(`/library/c-${idOf(second, 'c.md')}`);
    expect(await getItem(as(author, database.prisma), { id: idOf(first, 'd.md') })).toMatchObject({
      title: 'Delta',
      summary: 'New.',
    });
    expect(counts(await importAs(author))).toEqual({ ...NONE, unchanged: 4 });
  });

  test('KN-N2 what a person edited since is never overwritten: text, title, and what is in the trash', async () => {
    for (const name of ['text', 'title', 'trash', 'same']) await source.put(`${name}.md`, `# ${name}\n\nOld.\n`);
    const first = await importAs(author);
    const ctx = as(author, database.prisma);
    await changeContent(ctx, { id: idOf(first, 'text.md'), markdown: '# text\n\nMine.\n' });
    await renameItem(ctx, { id: idOf(first, 'title.md'), title: 'My title' });
    await trashItem(ctx, { id: idOf(first, 'trash.md') });
    for (const name of ['text', 'title', 'trash', 'same']) await source.put(`${name}.md`, `# ${name}\n\nNew.\n`);

    const second = await importAs(author);

    expect(counts(second)).toEqual({ ...NONE, updated: 1, conflicts: 3 });
    expect(Object.fromEntries(second.details.conflicts.map(({ path, reason }) => [path, reason]))).toEqual({
      'text.md': 'edited_since',
      'title.md': 'edited_since',
      'trash.md': 'in_trash',
    });
    expect(await textOf(idOf(first, 'text.md'))).toBe('# text\n\nMine.\n');
    expect(await textOf(idOf(first, 'title.md'))).toBe('# title\n\nOld.\n');
    expect(await textOf(idOf(first, 'same.md'))).toBe('# same\n\nNew.\n');
  });

  test('KN-N25 who keeps, reads or finds an item, and a while in the trash, is no edit; what a file can say is', async () => {
    const names = ['open', 'kept', 'back', 'typed', 'tags', 'summary', 'named'];
    for (const name of names) await source.put(`${name}.md`, `# ${name}\n\nOld.\n`);
    const first = await importAs(author);
    const ctx = as(author, database.prisma);
    const id = (name: string) => idOf(first, `${name}.md`);
    await changeAccess(ctx, { id: id('open'), ...PUBLIC, accessLevel: 'restricted' });
    await changeMaintainers(ctx, { id: id('kept'), maintainerIds: [author.personId, stranger.personId] });
    await trashItem(ctx, { id: id('back') });
    await restoreItem(ctx, { id: id('back') });
    await changeMetadata(ctx, { id: id('typed'), contentType: 'checklists', relatedItems: [id('open')] });
    await changeMetadata(ctx, { id: id('tags'), tags: ['mine'] });
    await changeMetadata(ctx, { id: id('summary'), summary: 'Mine.' });
    await renameItem(ctx, { id: id('named'), title: 'Mine' });
    await renameItem(ctx, { id: id('named'), title: 'named' });
    for (const name of names) await source.put(`${name}.md`, `---\ntags: [new]\n---\n# Cafe\u0301 ${name}\n\nNew.\n`);

    const second = await importAs(author);

    expect(second.details.conflicts.map(({ path, reason }) => `${path} ${reason}`)).toEqual([
      'summary.md edited_since',
      'tags.md edited_since',
    ]);
    expect(counts(second)).toEqual({ ...NONE, updated: 5, conflicts: 2 });
    expect(await getItem(ctx, { id: id('typed') })).toMatchObject({
      title: 'Caf\u00e9 typed',
      contentType: 'checklists',
      tags: ['new'],
    });
    await source.put('kept.md', '# Kept\n\nNewest.\n');
    expect(counts(await importAs(author))).toEqual({ ...NONE, unchanged: 4, updated: 1, conflicts: 2 });
  });

  test('KN-N9 another person’s import neither changes nor betrays what they may not read', async () => {
    await source.put('secret.md', '# Secret\n\nOne.\n');
    const mine = await importAs(author, 'restricted');
    await source.put('secret.md', '# Secret\n\nTwo.\n');
    const theirs = await importAs(stranger);
    expect(counts(theirs)).toEqual({ ...NONE, created: 1 });
    expect(idOf(theirs, 'secret.md')).not.toBe(idOf(mine, 'secret.md'));
    expect(await textOf(idOf(mine, 'secret.md'))).toContain('One.');

    await source.put('open.md', '# Open\n\nOne.\n');
    const open = await importAs(author);
    await source.put('open.md', '# Open\n\nTwo.\n');
    const again = await importAs(stranger);
    expect(again.details.conflicts).toMatchObject([
      { path: 'open.md', id: idOf(open, 'open.md'), reason: 'not_yours_to_change' },
    ]);
  });

  test('KN-N24 a folder of the same name from another place overwrites nothing, unless a person names the source', async () => {
    await source.put('README.md', '# Alpha\n\nOne.\n');
    await source.put('same.md', '# Same\n');
    const alpha = await importAs(author);
    const elsewhere = join(source.place, 'beta', alpha.source);
    await cp(source.folder, elsewhere, { recursive: true });
    const importBeta = (source?: string) =>
      importFolder(as(author, database.prisma), files, elsewhere, { access: PUBLIC, source });
    const copied = await importBeta();
    expect({ ...counts(copied), items: copied.items }).toEqual({ ...NONE, unchanged: 2, items: alpha.items });

    await writeFile(join(elsewhere, 'README.md'), '# Beta\n\nTwo.\n');
    const beta = await importBeta();
    expect(counts(beta)).toEqual({ ...NONE, unchanged: 1, conflicts: 1 });
    expect(beta.details.conflicts).toMatchObject([{ path: 'README.md', title: 'Alpha', reason: 'from_another_place' }]);
    expect(await textOf(idOf(alpha, 'README.md'))).toContain('One.');
    expect(counts(await importBeta(`${alpha.source} of beta`))).toEqual({ ...NONE, created: 2 });
    expect(counts(await importAs(author))).toEqual({ ...NONE, unchanged: 2 });

    expect(counts(await importBeta(alpha.source))).toEqual({ ...NONE, unchanged: 1, updated: 1 });
    expect(await textOf(idOf(alpha, 'README.md'))).toContain('Two.');
  });

  test('KN-N27 an import stops at the file before which its person leaves; who lost an item there writes it no more', async () => {
    const person = await makePerson(database.prisma, { name: 'Going' });
    for (const name of ['a', 'b', 'c']) await source.put(`${name}.md`, `# ${name}\n`);
    const first = await importAs(person);
    for (const name of ['a', 'b', 'c', 'd', 'e']) await source.put(`${name}.md`, `# ${name}\n\nNew.\n`);
    const b = { itemId: idOf(first, 'b.md'), personId: person.personId };
    const leaving = importFolder(as(person, database.prisma), files, source.folder, {
      access: PUBLIC,
      onProgress: async ({ phase, path }) => {
        if (phase !== 'writing') return;
        if (path === 'b.md') {
          await database.prisma.knowledgeItem.update({ where: { id: b.itemId }, data: { authorId: author.personId } });
          await database.prisma.itemMaintainer.delete({ where: { itemId_personId: b } });
        }
        if (path !== 'd.md') return;
        await database.prisma.deactivation.create({ data: { personId: person.personId, at: TEST_NOW } });
      },
    });
    await expect(leaving).rejects.toMatchObject({ code: 'forbidden', reason: 'person_left' });
    const texts = await Promise.all(['a', 'b', 'c'].map((name) => textOf(idOf(first, `${name}.md`))));
    expect(texts.map((text) => text.includes('New.'))).toEqual([true, false, true]);
    expect(await database.prisma.itemSource.count({ where: { source: first.source } })).toBe(3);
  });

  test('KN-N3 two imports of one folder at once make each item once', async () => {
    for (let at = 0; at < 5; at += 1) await source.put(`${at}.md`, `# Page ${at}\n`);
    const reports = await Promise.all([importAs(author), importAs(author)]);
    const created = reports.reduce((sum, report) => sum + report.created, 0);
    expect(created).toBe(5);
    const made = { source: reports[0]?.source ?? '' };
    expect(await database.prisma.itemSource.count({ where: made })).toBe(5);
  });
});
