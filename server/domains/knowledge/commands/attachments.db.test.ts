import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '@/server/platform/access';
import { after, DAY_MS } from '@/server/platform/clock';
import type { Database } from '@/server/platform/db/client';
import type { FileStore } from '@/server/platform/storage';
import { testDatabase } from '@/server/platform/testing/database';
import { scratchFileStore } from '@/server/platform/testing/file-store';
import { buildItem } from '../factory';
import { itemPage } from '../item.queries';
import { as, makeWorld } from '../testing/world';
import { addAttachment, readAttachment } from './add-attachment';
import { purgeTrash } from './purge-trash';
import { sweepFiles } from './sweep-files';
import { trashItem } from './trash-item';

let database: Database;
let removeFiles: () => Promise<void>;
let files: FileStore;
let author: Actor;
let stranger: Actor;

beforeAll(async () => {
  database = await testDatabase();
  ({ files, remove: removeFiles } = await scratchFileStore(database.prisma));
  ({ author, newcomer: stranger } = (await makeWorld(database.prisma)).people);
});
afterAll(async () => {
  await database.close();
  await removeFiles();
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
});

test('KN-B5: what is to be shown in a text and is no image by its bytes is refused, whatever it is called, and not kept', async () => {
  const { id } = await buildItem(by(author));
  const kept = () => database.prisma.storedFile.count();
  const before = await kept();
  for (const words of ['<!doctype html><title>x</title>', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'words']) {
    const input = { itemId: id, name: 'fake.png', source: text(words), imagesOnly: true };
    await expect(addAttachment(by(author), files, input)).rejects.toMatchObject({ reason: 'image_type' });
  }
  expect(await kept()).toBe(before);
  const gif = Buffer.from('GIF89a\u0001\u0000\u0001\u0000\u0000\u0000\u0000;', 'latin1');
  const input = { itemId: id, name: 'dot.gif', source: gif, imagesOnly: true };
  expect(await addAttachment(by(author), files, input)).toMatchObject({ mediaType: 'image/gif' });
});

test('KN-B3: the file of an item in the trash is seen by its keepers only', async () => {
  const { id } = await buildItem(by(author));
  const { id: fileId } = await addAttachment(by(author), files, { itemId: id, name: 'a.txt', source: text('kept') });
  expect(await readAttachment(by(stranger), { id: fileId })).toMatchObject({ name: 'a.txt' });
  await trashItem(by(author), { id });
  await expect(readAttachment(by(stranger), { id: fileId })).rejects.toMatchObject({ code: 'not_found' });
  expect(await readAttachment(by(author), { id: fileId })).toMatchObject({ name: 'a.txt' });
});

test('KN-B4: the files of a purged item are swept, those that another item has too are not', async () => {
  const [gone, kept] = [await buildItem(by(author)), await buildItem(by(author))];
  const attach = async (itemId: string, words: string) => {
    const { id } = await addAttachment(by(author), files, { itemId, name: 'a.txt', source: text(words) });
    return (await readAttachment(by(author), { id })).fileId;
  };
  const [own, shared] = [await attach(gone.id, 'of one item'), await attach(gone.id, 'of two items')];
  expect(await attach(kept.id, 'of two items')).toBe(shared);
  await trashItem(by(author), { id: gone.id });
  await purgeTrash(by({ ...author, accessRole: 'administrator' }), { olderThanDays: 0 });
  const sweepAt = (days: number) =>
    sweepFiles({ db: database.prisma, now: after(by(author).now, days * DAY_MS) }, files);
  expect(await sweepAt(0)).toEqual({ forgotten: 0, removed: 0 });
  await sweepAt(2);
  const isThere = async (fileId: string) => (await database.prisma.storedFile.count({ where: { id: fileId } })) === 1;
  expect([await isThere(own), await isThere(shared)]).toEqual([false, true]);
});

test('KN-B5: a file is forgotten only once its bytes are sure of their week', async () => {
  const { id } = await files.put(Buffer.from('of no item'), { now: by(author).now });
  const interrupted: typeof files = {
    ...files,
    sweep: ({ now, forget }) => forget(now, () => Promise.reject(new Error('stopped'))).then(() => Promise.reject()),
  };
  const sweep = sweepFiles({ db: database.prisma, now: after(by(author).now, 2 * DAY_MS) }, interrupted);
  await expect(sweep).rejects.toThrow('stopped');
  expect(await database.prisma.storedFile.count({ where: { id } })).toBe(1);
});
