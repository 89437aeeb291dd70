import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ZipFile } from 'yazl';
import type { Actor } from '@/server/platform/access';
import type { Database } from '@/server/platform/db/client';
import { type Jobs, onJob, openJobs } from '@/server/platform/jobs';
import { openLog } from '@/server/platform/log';
import type { FileStore } from '@/server/platform/storage';
import { untilOneWaits } from '@/server/platform/testing/blocked';
import { testDatabase } from '@/server/platform/testing/database';
import { scratchFileStore } from '@/server/platform/testing/file-store';
import { importJob, importJobKey } from '../import/jobs';
import { MAX_IMPORT_AGE_HOURS, MAX_OPEN_IMPORTS } from '../import/limits.schema';
import type { ImportRunView } from '../import/run.schema';
import { KNOWLEDGE_REACTIONS } from '../reactions';
import { as, makePerson, makeWorld, TEST_NOW } from '../testing/world';
import {
  beginImport,
  cancelImportRun,
  forgetOldImports,
  importRun,
  ownImports,
  planImportRun,
  startImportRun,
} from './import-run';
import { receiveImportFile } from './receive-import-file';
import { renameItem } from './rename-item';
import { failLostImports, workImport } from './work-import';

const log = openLog('silent');
const ACCESS = { accessLevel: 'restricted' as const, teamIds: [], jobRoleIds: [], namedPersonIds: [] };
const CHOICES = { access: ACCESS, files: {} };

let database: Database;
let jobs: Jobs;
let files: FileStore;
let removeFiles: () => Promise<void>;
let author: Actor;
let stranger: Actor;

beforeAll(async () => {
  database = await testDatabase();
  const world = await makeWorld(database.prisma);
  author = world.people.author;
  stranger = world.people.newcomer;
  ({ files, remove: removeFiles } = await scratchFileStore(database.prisma));
  jobs = await openJobs({ url: database.url, log, definitions: [importJob], supervise: true, pollSeconds: 0.5 });
  const worker = onJob(importJob, ({ runId }, { now, signal, last }) =>
    workImport({ db: database.prisma, files, now, log, signal, last }, { runId }),
  );
  await jobs.work([worker]);
});
afterAll(async () => {
  await jobs.stop();
  await database.close();
  await removeFiles();
});

const ctx = (actor = author) => as(actor, database.prisma);

async function* streamed(bytes: Buffer, chunkBytes = 300_000): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.byteLength; from += chunkBytes) yield bytes.subarray(from, from + chunkBytes);
}

const send = (runId: string, path: string, bytes: Buffer | string, actor = author) =>
  receiveImportFile(ctx(actor), { runId, path, body: streamed(Buffer.from(bytes)) });

async function reached(runId: string, state: ImportRunView['state']): Promise<ImportRunView> {
  const wait = { timeout: 20_000, interval: 50 };
  await expect.poll(async () => (await importRun(ctx(), { runId })).state, wait).toBe(state);
  return importRun(ctx(), { runId });
}

async function archive(entries: Record<string, Buffer | string>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, content] of Object.entries(entries)) zip.addBuffer(Buffer.from(content), path);
  zip.end();
  return buffer(zip.outputStream as never);
}

describe('an import by browser', () => {
  test('KN-N15 an archive is sent in pieces, planned, corrected and imported; KN-N34 what no page uses is named', async () => {
    const { runId } = await beginImport(ctx(), { source: 'handbook' });
    const noise = randomBytes(2_500_000);
    const a = '# A\n\n[b](b.md), [used](used.txt)\n';
    const packed = await archive({ 'h/a.md': a, 'h/b.md': '# B\n', 'h/used.txt': 'Used', 'h/noise.bin': noise });
    await send(runId, 'handbook.zip', packed);
    await planImportRun(ctx(), jobs, { runId });
    const waiting = await reached(runId, 'waiting');
    expect(waiting.plan?.files.map(({ path, title, end }) => ({ path, title, end }))).toEqual([
      { path: 'a.md', title: 'A', end: 'new' },
      { path: 'b.md', title: 'B', end: 'new' },
    ]);
    expect(waiting.plan?.leftOut).toEqual(['noise.bin']);

    const choices = { access: ACCESS, files: { 'a.md': { contentType: 'checklists' as const } } };
    await startImportRun(ctx(), jobs, { runId, choices });
    const { report } = await reached(runId, 'done');
    expect(report).toMatchObject({ created: 2, failed: 0, unresolvedLinks: 0, details: { leftOut: ['noise.bin'] } });
    const id = report?.items[0]?.id ?? '';
    const item = await database.prisma.knowledgeItem.findUniqueOrThrow({ where: { id } });
    expect(item).toMatchObject({ title: 'A', contentType: 'checklists', accessLevel: 'restricted' });
    expect(await database.prisma.importFile.count({ where: { runId } })).toBe(0);
  });

  test('KN-N30 one finds one’s own imports again, and nobody else’s; KN-N31 a plan says what became of each file since', async () => {
    const first = await beginImport(ctx(), { source: 'again' });
    for (const [name, text] of [
      ['same', 'A'],
      ['changed', 'B'],
      ['edited', 'C'],
    ])
      await send(first.runId, `${name}.md`, `# ${name}\n\n[same](same.md) ${text}\n`);
    await planImportRun(ctx(), jobs, first);
    expect((await reached(first.runId, 'waiting')).plan?.files.map(({ end }) => end)).toEqual(['new', 'new', 'new']);
    await startImportRun(ctx(), jobs, { ...first, choices: CHOICES });
    const { report } = await reached(first.runId, 'done');
    const edited = report?.items.find(({ path }) => path === 'edited.md')?.id ?? '';
    await renameItem(ctx(), { id: edited, title: 'Edited here' });

    const second = await beginImport(ctx(), { source: 'again' });
    expect((await ownImports(ctx())).slice(0, 1)).toMatchObject([{ id: second.runId, state: 'receiving' }]);
    for (const [name, text] of [
      ['same', 'A'],
      ['changed', 'B2'],
      ['edited', 'C2'],
      ['new', 'D'],
    ])
      await send(second.runId, `${name}.md`, `# ${name}\n\n[same](same.md) ${text}\n`);
    await planImportRun(ctx(), jobs, second);
    const { plan } = await reached(second.runId, 'waiting');
    expect(plan?.files.map(({ path, end, reason }) => [path, end, reason])).toEqual([
      ['changed.md', 'changed', undefined],
      ['edited.md', 'conflict', 'edited_since'],
      ['new.md', 'new', undefined],
      ['same.md', 'unchanged', undefined],
    ]);
    expect((await ownImports(ctx())).map(({ id, state }) => [id, state])).toEqual(
      expect.arrayContaining([
        [second.runId, 'waiting'],
        [first.runId, 'done'],
      ]),
    );
    expect(await ownImports(ctx(stranger))).toEqual([]);
    await cancelImportRun(ctx(), second);
  });

  test('KN-N15 single files are imported as a folder; a file that is left out is not', async () => {
    const { runId } = await beginImport(ctx(), { source: 'loose' });
    await send(runId, 'x/a.md', '# A\n\n[b](b.md)\n');
    await send(runId, 'x/b.md', '# B\n');
    await send(runId, 'x/b.md', '# B again\n');
    await planImportRun(ctx(), jobs, { runId });
    await reached(runId, 'waiting');
    await startImportRun(ctx(), jobs, { runId, choices: { access: ACCESS, files: { 'x/b.md': { skip: true } } } });
    const { report } = await reached(runId, 'done');
    expect(report).toMatchObject({ created: 1, unresolvedLinks: 1 });
    expect(report?.details.unresolvedLinks).toEqual([{ path: 'x/a.md', href: 'b.md', reason: 'not_imported' }]);
  });

  test('KN-N14 a bomb fails the import with its reason', async () => {
    const { runId } = await beginImport(ctx(), { source: 'bomb' });
    await send(runId, 'bomb.zip', await archive({ 'a.md': Buffer.alloc(4_000_000) }));
    await planImportRun(ctx(), jobs, { runId });
    expect(await reached(runId, 'failed')).toMatchObject({ problem: 'archive_bomb' });
    expect(await database.prisma.importFile.count({ where: { runId } })).toBe(0);
  });

  test('KN-N29 who began an import is told once of its end, with what came of it, and nobody else', async () => {
    const { prisma } = database;
    const ended = async (source: string, files: Record<string, string>, state: 'done' | 'failed') => {
      const { runId } = await beginImport(ctx(), { source });
      for (const [path, text] of Object.entries(files)) await send(runId, path, text);
      await planImportRun(ctx(), jobs, { runId });
      if (state === 'done') {
        await reached(runId, 'waiting');
        await startImportRun(ctx(), jobs, { runId, choices: CHOICES });
      }
      await reached(runId, state);
      const events = await prisma.event.findMany({ where: { type: 'knowledge.import.finished', subject: runId } });
      expect(events).toHaveLength(1);
      for (const event of [...events, ...events]) {
        for (const reaction of KNOWLEDGE_REACTIONS.filter((one) => one.types.includes(event.type))) {
          await reaction.handle({ event, db: prisma, now: TEST_NOW, log });
        }
      }
      const where = { data: { path: ['runId'], equals: runId } };
      return prisma.notification.findMany({ where, select: { personId: true, kind: true, data: true } });
    };
    const told = { personId: author.personId, kind: 'knowledge.import_done' };
    expect(await ended('guide', { 'a.md': '# A\n', 'b.md': '# B\n' }, 'done')).toEqual([
      { ...told, data: expect.objectContaining({ source: 'guide', state: 'done', created: 2, failed: 0 }) },
    ]);
    expect(await ended('pictures', { 'a.png': 'no text' }, 'failed')).toEqual([
      { ...told, data: expect.objectContaining({ source: 'pictures', state: 'failed', created: 0 }) },
    ]);
  });

  test('KN-N16 an import is nobody’s business but who began it', async () => {
    const { runId } = await beginImport(ctx(), { source: 'mine' });
    const refused = { code: 'not_found', reason: 'no_such_thing' };
    await expect(importRun(ctx(stranger), { runId })).rejects.toMatchObject(refused);
    await expect(send(runId, 'a.md', '# A', stranger)).rejects.toMatchObject(refused);
    await expect(planImportRun(ctx(stranger), jobs, { runId })).rejects.toMatchObject(refused);
    await expect(cancelImportRun(ctx(stranger), { runId })).rejects.toMatchObject(refused);
  });

  test('KN-N17 one step after the other; what is given up is gone', async () => {
    const { runId } = await beginImport(ctx(), { source: 'odd' });
    const started = startImportRun(ctx(), jobs, { runId, choices: CHOICES });
    await expect(started).rejects.toMatchObject({ reason: 'import_closed' });
    await cancelImportRun(ctx(), { runId });
    await expect(importRun(ctx(), { runId })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('KN-N17 an import that is given up while it is read is read no further', async () => {
    const { prisma } = database;
    const { runId } = await beginImport(ctx(), { source: 'given up' });
    await send(runId, 'a.md', '# A');
    await prisma.importRun.update({ where: { id: runId }, data: { state: 'planning' } });
    const read = vi.spyOn(prisma.importPiece, 'findUnique');
    const working = await prisma.$transaction(async (tx) => {
      await tx.importRun.delete({ where: { id: runId } });
      const { signal } = new AbortController();
      const work = workImport({ db: prisma, files, now: TEST_NOW, log, signal, last: false }, { runId });
      await untilOneWaits(prisma);
      return { work };
    });
    await working.work;
    expect(read).not.toHaveBeenCalled();
    read.mockRestore();
  });

  test('KN-N32 a process that stops reads no further file, and the import goes on where one starts', async () => {
    const { runId } = await beginImport(ctx(), { source: 'interrupted' });
    const { prisma } = database;
    for (const path of ['a.md', 'b.md', 'c.md']) await send(runId, path, '# A');
    for (const state of ['planning', 'running'] as const) {
      await prisma.importRun.update({ where: { id: runId }, data: { state, choices: CHOICES } });
      const stops = new AbortController();
      const read = vi.spyOn(prisma.importPiece, 'findUnique').mockImplementationOnce((...args) => {
        stops.abort();
        return prisma.importPiece.findUniqueOrThrow(...args);
      });
      const work = { db: prisma, files, now: TEST_NOW, log, signal: stops.signal, last: false };
      await expect(workImport(work, { runId })).rejects.toMatchObject({ reason: 'import_interrupted' });
      expect(read).toHaveBeenCalledOnce();
      read.mockRestore();
      expect(await importRun(ctx(), { runId })).toMatchObject({ state, report: null });
    }
    await jobs.send(importJob, { runId }, { key: runId });
    expect((await reached(runId, 'done')).report).toMatchObject({ created: 3 });
  });

  test('KN-N22 one person has so many imports open and no more, also when they are begun at once', async () => {
    const person = await makePerson(database.prisma, { name: 'Keen' });
    const begun = await Promise.allSettled(
      Array.from({ length: MAX_OPEN_IMPORTS + 2 }, (_, at) => beginImport(ctx(person), { source: `one of ${at}` })),
    );
    expect(begun.filter(({ status }) => status === 'fulfilled')).toHaveLength(MAX_OPEN_IMPORTS);
    await expect(beginImport(ctx(person), { source: 'more' })).rejects.toMatchObject({
      code: 'rate_limited',
      reason: 'too_many_imports',
    });
    await expect(beginImport(ctx(), { source: 'hers' })).resolves.toBeDefined();
  });

  test('KN-N26 an import whose job is gone ends as failed: its bytes are forgotten, its place is free', async () => {
    const lost = await beginImport(ctx(), { source: 'killed each time' });
    const waiting = await beginImport(ctx(), { source: 'to be tried again' });
    const { prisma } = database;
    for (const { runId } of [lost, waiting]) {
      await send(runId, 'a.md', '# A');
      await prisma.importRun.update({ where: { id: runId }, data: { state: 'running' } });
    }
    const key = importJobKey({ id: waiting.runId, state: 'running' });
    await jobs.send(importJob, { runId: waiting.runId }, { key, startAfter: new Date(Date.now() + 3_600_000) });

    await failLostImports({ db: prisma, now: TEST_NOW }, jobs);

    expect(await importRun(ctx(), lost)).toMatchObject({ state: 'failed', problem: 'import_lost' });
    expect(await importRun(ctx(), waiting)).toMatchObject({ state: 'running', problem: null });
    expect(await prisma.importFile.count({ where: lost })).toBe(0);
    expect(await prisma.importFile.count({ where: waiting })).toBe(1);
  });

  test('KN-N18 imports that were begun and left are forgotten after a day', async () => {
    const { runId } = await beginImport(ctx(), { source: 'left' });
    await send(runId, 'a.md', '# A');
    await forgetOldImports({ db: database.prisma, now: TEST_NOW });
    expect(await importRun(ctx(), { runId })).toMatchObject({ state: 'receiving', receivedFiles: 1 });
    const later = new Date(TEST_NOW.getTime() + (MAX_IMPORT_AGE_HOURS + 1) * 3_600_000);
    await forgetOldImports({ db: database.prisma, now: later });
    await expect(importRun(ctx(), { runId })).rejects.toMatchObject({ code: 'not_found' });
  });
});
