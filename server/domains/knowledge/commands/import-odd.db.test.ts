import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import type { Actor } from '@/server/platform/access';
import type { Database } from '@/server/platform/db/client';
import { openLog } from '@/server/platform/log';
import type { FileStore } from '@/server/platform/storage';
import { testDatabase } from '@/server/platform/testing/database';
import { scratchFileStore } from '@/server/platform/testing/file-store';
import { as, makeWorld, TEST_NOW } from '../testing/world';
import { beginImport, importRun } from './import-run';
import { receiveImportFile } from './receive-import-file';
import { workImport } from './work-import';

let database: Database;
let author: Actor;
let files: FileStore;
let removeFiles: () => Promise<void>;

beforeAll(async () => {
  database = await testDatabase();
  author = (await makeWorld(database.prisma)).people.author;
  ({ files, remove: removeFiles } = await scratchFileStore(database.prisma));
});
afterAll(async () => {
  await database.close();
  await removeFiles();
});

const ctx = () => as(author, database.prisma);

async function* inOnePiece(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** An archive of these files, whose names may be such as no program writes, as one import has planned it. */
async function planned(contents: Record<string, string>) {
  const zip = new ZipFile();
  for (const [path, content] of Object.entries(contents)) zip.addBuffer(Buffer.from(content), path);
  zip.end();
  const { runId } = await beginImport(ctx(), { source: 'odd' });
  const body = inOnePiece(await buffer(zip.outputStream as never));
  await receiveImportFile(ctx(), { runId, path: 'odd.zip', body });
  const where = { id: runId };
  await database.prisma.importRun.update({ where, data: { state: 'planning' } });
  const { signal } = new AbortController();
  await workImport(
    { db: database.prisma, files, now: TEST_NOW, log: openLog('silent'), signal, last: true },
    { runId },
  );
  return importRun(ctx(), { runId });
}

test('KN-N35 titles and names with what the database cannot keep are cleaned, and end no import', async () => {
  const long = 'x'.repeat(199);
  const { plan, problem } = await planned({
    'front.md': '---\ntitle: "a\\0b\\ud83d"\n---\nText.\n',
    'cut.md': `---\ntitle: ${long}😀\n---\nText.\n`,
    'heading.md': `# ${long}😀 and more\n`,
    'refused\u0000.md': 'Text.\n',
  });
  expect(problem).toBeNull();
  const titles = Object.fromEntries((plan?.files ?? []).map(({ path, title }) => [path, title]));
  expect(titles).toEqual({ 'front.md': 'ab\ufffd', 'cut.md': long, 'heading.md': long });
  expect(plan?.failed).toEqual([{ path: 'refused.md', reason: 'unprintable_name' }]);
});
