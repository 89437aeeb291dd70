import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '@/server/platform/access';
import type { Database } from '@/server/platform/db/client';
import { testDatabase } from '@/server/platform/testing/database';
import { MAX_IMPORT_FILES, MAX_UPLOAD_BYTES } from '../import/limits.schema';
import { readUpload } from '../import/read-upload';
import { as, makeWorld } from '../testing/world';
import { beginImport, cancelImportRun, importRun } from './import-run';
import { receiveImportFile } from './receive-import-file';

const PIECE_AND_MORE_BYTES = 1_100_000;

let database: Database;
let author: Actor;
let runId: string;

beforeAll(async () => {
  database = await testDatabase();
  author = (await makeWorld(database.prisma)).people.author;
});
afterAll(() => database.close());
beforeEach(async () => {
  ({ runId } = await beginImport(ctx(), { source: 'odd' }));
});

const ctx = () => as(author, database.prisma);

/** Bytes that come in, or what happens before the next of them do. */
type Part = Uint8Array | (() => Promise<unknown>);

async function* body(parts: readonly Part[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if (typeof part === 'function') await part();
    else yield part;
  }
}

const lost = async (): Promise<never> => {
  throw new Error('connection lost');
};
const bytes = (letter: string, size = PIECE_AND_MORE_BYTES) => Buffer.alloc(size, letter);
const receive = (path: string, ...parts: Part[]) => receiveImportFile(ctx(), { runId, path, body: body(parts) });
const keptRows = () =>
  Promise.all([
    database.prisma.importFile.count({ where: { runId } }),
    database.prisma.importPiece.count({ where: { file: { runId } } }),
  ]);
const counted = async () => {
  const { receivedFiles, receivedBytes } = await importRun(ctx(), { runId });
  return { receivedFiles, receivedBytes };
};

/** What the import will read, by path: the letters that each file is made of, and how many there are. */
async function read(): Promise<Record<string, string>> {
  const { entries } = await readUpload(database.prisma, runId, 'odd');
  const files: [string, string][] = [];
  for (const { path, read: readFile } of entries) {
    const text = (await readFile()).toString();
    files.push([path, `${text.length} ${[...new Set(text)].join('')}`]);
  }
  return Object.fromEntries(files);
}

test('KN-N17 names and sizes are judged as the bytes come in', async () => {
  await expect(receive('../a.md', bytes('a'))).rejects.toMatchObject({ reason: 'path_outside_source' });
  await database.prisma.importRun.update({ where: { id: runId }, data: { receivedBytes: MAX_UPLOAD_BYTES - 10 } });
  const refused = { code: 'too_large', reason: 'upload_too_large' };
  await expect(receive('b.md', bytes('b', 11))).rejects.toMatchObject(refused);
  expect(await keptRows()).toEqual([0, 0]);
});

test('KN-N17 an empty file comes in as others do: its plan says what becomes of it', async () => {
  await receive('a.md');
  await receive('b.md', bytes('b', 2));
  expect(await counted()).toEqual({ receivedFiles: 2, receivedBytes: 2 });
  expect(await read()).toEqual({ 'a.md': '0 ', 'b.md': '2 b' });
});

test('KN-N17 of a file that breaks off nothing stays, and nothing of it is counted', async () => {
  await receive('a.md', bytes('a', 10));
  await expect(receive('half.md', bytes('h'), bytes('h'), lost)).rejects.toThrow('connection lost');
  expect(await keptRows()).toEqual([1, 1]);
  expect(await counted()).toEqual({ receivedFiles: 1, receivedBytes: 10 });
});

test('KN-N17 a path that is sent again is replaced, and counts once; one that breaks off replaces nothing', async () => {
  await receive('a.md', bytes('a'), bytes('a'));
  await receive('a.md', bytes('b', 10));
  expect(await counted()).toEqual({ receivedFiles: 1, receivedBytes: 10 });
  await expect(receive('a.md', bytes('c'), bytes('c'), lost)).rejects.toThrow('connection lost');
  expect(await read()).toEqual({ 'a.md': '10 b' });
});

test('KN-N17 of two that are sent at once under one path the last whole one stays, and never parts of either', async () => {
  const size = PIECE_AND_MORE_BYTES;
  await receive('a.md', bytes('a'), () => receive('a.md', bytes('b'), bytes('b')), bytes('a'), bytes('a'));
  expect(await read()).toEqual({ 'a.md': `${3 * size} a` });
  const broken = receive('a.md', bytes('c'), () => receive('a.md', bytes('d'), bytes('d')), bytes('c'), lost);
  await expect(broken).rejects.toThrow('connection lost');
  expect(await read()).toEqual({ 'a.md': `${2 * size} d` });
  expect(await counted()).toEqual({ receivedFiles: 1, receivedBytes: 2 * size });
});

test('KN-N17 a file that is still being sent is none of the import', async () => {
  await receive('a.md', bytes('a', 10));
  await receive('b.md', bytes('b'), async () => expect(await read()).toEqual({ 'a.md': '10 a' }), bytes('b'));
  const late = receive('late.md', bytes('l'), () =>
    database.prisma.importRun.update({ where: { id: runId }, data: { state: 'planning' } }),
  );
  await expect(late).rejects.toMatchObject({ code: 'conflict', reason: 'import_closed' });
  expect(Object.keys(await read())).toEqual(['a.md', 'b.md']);
});

test('KN-N17 many files at once are counted together; one that is given up meanwhile takes no more', async () => {
  await database.prisma.importRun.update({ where: { id: runId }, data: { receivedFiles: MAX_IMPORT_FILES - 2 } });
  const sent = await Promise.allSettled(['a', 'b', 'c', 'd'].map((name) => receive(`${name}.md`, bytes('a', 10))));
  expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  for (const one of sent) {
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'too_large', reason: 'too_many_files' });
  }
  expect((await counted()).receivedFiles).toBe(MAX_IMPORT_FILES);
  await database.prisma.importRun.update({ where: { id: runId }, data: { receivedFiles: 0 } });
  const left = receive('left.md', bytes('l'), () => cancelImportRun(ctx(), { runId }), bytes('l'));
  await expect(left).rejects.toMatchObject({ code: 'conflict', reason: 'import_closed' });
  expect(await keptRows()).toEqual([0, 0]);
});
