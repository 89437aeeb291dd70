import { createWriteStream, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPromise } from 'yauzl';
import { ZipFile } from 'yazl';
import fc from '@/server/platform/testing/fast-check';
import type { Database } from '../db/client';
import { withConnection } from '../db/connection';
import { takeLease } from '../db/lease';
import { migrate, pendingMigrations } from '../db/migrate';
import { StartError } from '../db/start-error';
import { type BackupBench, backupBench, digestsOf, type Target, tableDigests } from '../testing/backup';
import { testDatabase } from '../testing/database';
import { scratchFileStore } from '../testing/file-store';
import { runProgram } from '../testing/processes';
import { checkArchive, type Manifest, openArchive } from '.';

const NOW = new Date('2026-03-01T12:00:00Z');
const UNIX_LINK = 0o120777;

let database: Database;
let bench: BackupBench;
let good: { path: string; manifest: Manifest };
let removeFiles: () => Promise<void>;

beforeAll(async () => {
  database = await testDatabase();
  bench = backupBench();
  const { files, remove } = await scratchFileStore(database.prisma);
  removeFiles = remove;
  for (let at = 0; at < 40; at += 1) {
    await database.prisma.person.create({ data: { email: `p${at}@example.com`, name: `Person ${at}` } });
    if (at < 4) await files.put(Buffer.from(`file ${at} `.repeat(at * 500 + 1)), { now: NOW });
  }
  await database.prisma.document.create({ data: { id: 'one', createdAt: NOW } });
  await database.prisma.documentUpdate.create({ data: { documentId: 'one', bytes: Buffer.from([1, 2, 3]), at: NOW } });
  good = await bench.save({ url: database.url, files });
});
afterAll(async () => {
  await removeFiles();
  await bench.remove();
  await database.close();
});

async function check(path: string): Promise<void> {
  const archive = await openArchive(path);
  try {
    await checkArchive(archive);
  } finally {
    archive.close();
  }
}

const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

type Parts = Map<string, Buffer>;

/** The parts of the good backup, to be packed again otherwise. */
async function partsOfGood(): Promise<Parts> {
  const zip = await openPromise(good.path, { lazyEntries: true, autoClose: false });
  const parts: Parts = new Map();
  for await (const entry of zip.eachEntry())
    parts.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
  zip.close();
  return parts;
}

/** @param more parts of any name, also one that is there already */
async function pack(parts: Parts, more: [name: string, bytes: Buffer, mode?: number][] = []): Promise<string> {
  const path = join(bench.folder, `packed-${Math.random()}.zip`);
  const zip = new ZipFile();
  const all: typeof more = [...parts, ...more].map(([name, bytes, mode]) => [name, bytes, mode]);
  for (const [name, bytes, mode] of all) zip.addBuffer(bytes, name, mode === undefined ? {} : { mode });
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
  return path;
}

function altered(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy[copy.length >> 1] = (copy[copy.length >> 1] ?? 0) ^ 1;
  return copy;
}

describe('a backup that is not as it was written', { timeout: 60_000 }, () => {
  it('BE-B12 is whole when nothing was done to it', async () => {
    await check(good.path);
    await check(await pack(await partsOfGood()));
  });

  it('BE-B12 is refused wherever it was cut short', async () => {
    const bytes = readFileSync(good.path);
    const path = join(bench.folder, 'cut.zip');
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), async (length) => {
        writeFileSync(path, bytes.subarray(0, length));
        expect(await errorOf(check(path))).toBeInstanceOf(StartError);
      }),
      { numRuns: 60 },
    );
    writeFileSync(path, bytes.subarray(0, bytes.length - 1));
    await expect(check(path)).rejects.toThrow('The backup is damaged: its end is missing');
  });

  it('BE-B12 is refused with a byte changed anywhere that matters', async () => {
    const bytes = readFileSync(good.path);
    const path = join(bench.folder, 'changed.zip');
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ by;
        writeFileSync(path, changed);
        const error = await errorOf(check(path));
        // A time or a flag of the archive may differ; what it holds may not.
        if (error !== null) expect(error).toBeInstanceOf(StartError);
        else expect((await openedManifest(path)).tables).toEqual(good.manifest.tables);
      }),
      { numRuns: 150 },
    );
  });

  it('BE-B13 names the part that was changed, lost or added', async () => {
    for (const name of ['tables/person.copy', 'documents.jsonl', 'files.sha256', `files/${await someFile()}`]) {
      const changed = await partsOfGood();
      changed.set(name, altered(changed.get(name) ?? Buffer.alloc(0)));
      await expect(check(await pack(changed)), name).rejects.toThrow(`The backup is damaged: the part ${name}`);
      const less = await partsOfGood();
      less.delete(name);
      await expect(check(await pack(less)), name).rejects.toThrow(/^The backup is damaged: (the part|its files)/);
    }
    const more = await pack(await partsOfGood(), [['tables/more.copy', Buffer.from('x\n')]]);
    await expect(check(more)).rejects.toThrow('the part tables/more.copy is not in its manifest');
    const twice = await pack(await partsOfGood(), [['tables/person.copy', Buffer.from('x\n')]]);
    await expect(check(twice)).rejects.toThrow('the part "tables/person.copy" is in it twice');
    const manifest = await partsOfGood();
    manifest.set('manifest.json', Buffer.from('{"product":"kenning","format":1}'));
    await expect(check(await pack(manifest))).rejects.toThrow('the part manifest.json is not one of this version');
    manifest.set('manifest.json', Buffer.from('{"product":"kenning","format":2,"version":"9.0.0"}'));
    await expect(check(await pack(manifest))).rejects.toThrow('made by a newer version (9.0.0)');
    await expect(check(join(bench.folder, 'nothing'))).rejects.toThrow('There is no file');
    await expect(check('package.json')).rejects.toThrow('was cut short, or is no backup');
  });

  it('BE-B14 made to harm is refused: ways out, links, and what would fill the memory', async () => {
    for (const [name, mode] of [
      ['files/evil', undefined],
      ['tables/a/b.copy', undefined],
      [`files/${'a'.repeat(64)}`, UNIX_LINK],
    ] as const) {
      const path = await pack(await partsOfGood(), [[name, Buffer.from('/etc/passwd'), mode]]);
      expect(await errorOf(check(path)), name).toMatchObject({
        message: expect.stringMatching(/is damaged: the part "/),
      });
    }
    const out = readFileSync(await pack(await partsOfGood(), [['files/aa/evil.txt', Buffer.from('x')]]));
    const escaping = Buffer.from(out.toString('latin1').replaceAll('files/aa/evil.txt', '../../../evil.txt'), 'latin1');
    const path = join(bench.folder, 'escaping.zip');
    writeFileSync(path, escaping);
    await expect(check(path)).rejects.toThrow('The backup is damaged: its list of parts');
    const bomb = await partsOfGood();
    bomb.set('manifest.json', Buffer.alloc(20_000_000, ' '));
    await expect(check(await pack(bomb))).rejects.toThrow('the part manifest.json is too long');
  });
});

async function someFile(): Promise<string> {
  return [...(await partsOfGood()).keys()].find((name) => name.startsWith('files/'))?.slice('files/'.length) ?? '';
}

async function openedManifest(path: string): Promise<Manifest> {
  const archive = await openArchive(path);
  archive.close();
  return archive.manifest;
}

describe('an installation to restore into', { timeout: 90_000 }, () => {
  it('BE-B15 is left as it is by a backup that is damaged', async () => {
    const parts = await partsOfGood();
    parts.set('tables/person.copy', altered(parts.get('tables/person.copy') ?? Buffer.alloc(0)));
    const target = await bench.target();
    await expect(bench.restore(await pack(parts), target)).rejects.toThrow('the part tables/person.copy');
    expect(await tableDigests(target.url)).toEqual({});
  });

  it('BE-B16 must be empty, and may have been started', async () => {
    const target = await bench.target();
    await migrate(target.url);
    const { prisma } = target.database;
    await prisma.team.create({ data: { name: 'Somebody was here' } });
    const scope = { ...(await import('.')).PLATFORM_SCOPE };
    const filledAtStart = [...scope.filledAtStart, 'installation'];
    const given = { scope: { ...scope, filledAtStart } };
    await expect(bench.restore(good.path, target, given)).rejects.toThrow(
      'This installation is not empty (team has rows)',
    );
    expect(await pendingMigrations(target.url)).toEqual([]);
    await prisma.team.deleteMany();
    await prisma.installation.create({ data: { setUpCodeHash: 'of the first start' } });
    await prisma.rateLimit.create({ data: { key: 'a', count: 1, windowEnd: NOW } });
    await bench.restore(good.path, target, given);
    expect(await tableDigests(target.url)).toEqual(digestsOf(good.manifest));
    await expect(bench.restore(good.path, target, given)).rejects.toThrow('is not empty');
  });

  it('BE-B17 must not be served', async () => {
    const target = await bench.target();
    await migrate(target.url);
    const lease = await takeLease(target.url);
    await expect(bench.restore(good.path, target)).rejects.toThrow('Kenning runs on this database: stop it');
    await lease.release();
    expect(await pendingMigrations(target.url)).toEqual([]);
    await bench.restore(good.path, target);
  });

  it.each(['files', 'rows', 'comparing'])(
    'BE-B18 says so when a restore was killed at its %s, and takes it again',
    async (phase) => {
      const target = await bench.target();
      const child = runProgram('server/platform/testing/restore-until.ts', [
        good.path,
        target.url,
        target.filesFolder,
        phase,
      ]);
      expect(await child.ended, child.output()).toMatchObject({ signal: 'SIGKILL' });
      const halfRestored = 'A restore into this database has not ended: run "kenning restore" again.';
      await expect(migrate(target.url)).rejects.toThrow(halfRestored);
      await expect(pendingMigrations(target.url)).rejects.toThrow(halfRestored);
      await expect(bench.save(target)).rejects.toThrow(halfRestored);
      const people = await withConnection(
        target.url,
        async (client) => (await client.query('select from person')).rowCount,
      );
      expect(people).toBe(0);
      await bench.restore(good.path, target);
      expect(await tableDigests(target.url)).toEqual(digestsOf(good.manifest));
      expect(await migrate(target.url)).toEqual([]);
    },
  );

  it('BE-B19 takes nothing whose digest differs in the database, though the archive is whole', async () => {
    const parts = await partsOfGood();
    const rows = parts.get('tables/person.copy')?.toString('utf8').split('\n').filter(Boolean) ?? [];
    // The same rows in another order: a table that the database would give back otherwise.
    const turned = Buffer.from(`${rows.reverse().join('\n')}\n`);
    const { createHash } = await import('node:crypto');
    const sha256 = createHash('sha256').update(turned).digest('hex');
    const manifest = JSON.parse(parts.get('manifest.json')?.toString() ?? '') as Manifest;
    for (const table of manifest.tables) if (table.name === 'person') Object.assign(table, { sha256 });
    parts.set('tables/person.copy', turned).set('manifest.json', Buffer.from(JSON.stringify(manifest)));
    const target: Target = await bench.target();
    await expect(bench.restore(await pack(parts), target)).rejects.toThrow(
      'The table person is not what was saved of it.',
    );
    await expect(migrate(target.url)).rejects.toThrow('A restore into this database has not ended');
    expect(await target.database.prisma.person.count()).toBe(0);
  });
});
