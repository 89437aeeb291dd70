import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '@/server/platform/access';
import type { Database } from '@/server/platform/db/client';
import { type FileStore, openLocalFileStore } from '@/server/platform/storage';
import { testDatabase } from '@/server/platform/testing/database';
import { buildItem } from '../factory';
import { itemPage } from '../item.queries';
import { as, makeWorld } from '../testing/world';
import { addAttachment, readAttachment } from './add-attachment';
import { trashItem } from './trash-item';

let database: Database;
let folder: string;
let files: FileStore;
let author: Actor;
let stranger: Actor;

beforeAll(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), 'kenning-files-'));
  files = await openLocalFileStore(folder, database.prisma);
  ({ author, newcomer: stranger } = (await makeWorld(database.prisma)).people);
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const by = (actor: Actor) => as(actor, database.prisma);
const text = (words: string) => new TextEncoder().encode(words);

test('KN-B1: whoever reads the item reads its file, and nobody else', async () => {
  const { id } = await buildItem(by(author), { accessLevel: 'restricted' });
  const added = await addAttachment(by(author), files, { itemId: id, name: 'notes/plan.txt', source: text('a plan') });
  expect(added).toMatchObject({ name: 'notes/plan.txt', mediaType: 'text/plain', sizeBytes: 6 });
  expect(added.url).toBe(`/files/${added.id}/notes%2Fplan.txt`);
  const { fileId } = await readAttachment(by(author), { id: added.id });
  const opened = await files.open(fileId);
  expect(opened?.file.sizeBytes).toBe(6);
  opened?.stream.destroy();
  for (const unknown of [added.id, 'missing', '../../etc']) {
    await expect(readAttachment(by(stranger), { id: unknown })).rejects.toMatchObject({ code: 'not_found' });
  }
  expect((await itemPage(by(author), { id })).attachments).toEqual([
    { id: added.id, name: 'notes/plan.txt', mediaType: 'text/plain', sizeBytes: 6 },
  ]);
});

test('KN-B2: only who may change the item adds to it; the same file twice is one', async () => {
  const { id } = await buildItem(by(author));
  const input = { itemId: id, name: 'plan.txt', source: text('one') };
  await expect(addAttachment(by(stranger), files, input)).rejects.toMatchObject({ code: 'forbidden' });
  const first = await addAttachment(by(author), files, input);
  expect((await addAttachment(by(author), files, input)).id).toBe(first.id);
  expect((await addAttachment(by(author), files, { ...input, name: 'other.txt' })).id).not.toBe(first.id);
  await expect(
    addAttachment(by(author), files, { ...input, accept: (type) => type.startsWith('image/') }),
  ).rejects.toMatchObject({ reason: 'file_type_refused' });
});

test('KN-B3: the file of an item in the trash is seen by its keepers only', async () => {
  const { id } = await buildItem(by(author));
  const { id: fileId } = await addAttachment(by(author), files, { itemId: id, name: 'a.txt', source: text('kept') });
  expect(await readAttachment(by(stranger), { id: fileId })).toMatchObject({ name: 'a.txt' });
  await trashItem(by(author), { id });
  await expect(readAttachment(by(stranger), { id: fileId })).rejects.toMatchObject({ code: 'not_found' });
  expect(await readAttachment(by(author), { id: fileId })).toMatchObject({ name: 'a.txt' });
});
