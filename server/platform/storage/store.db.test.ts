import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { after, DAY_MS } from '../clock';
import type { Database } from '../db/client';
import { testDatabase } from '../testing/database';
import { type FileStore, openLocalFileStore, type SweepOptions } from '.';

const now = new Date('2026-03-02T09:00:00Z');
let database: Database;
let folder: string;
let files: FileStore;

beforeEach(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), 'kenning-files-'));
  files = await openLocalFileStore(folder, database.prisma);
});

afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const incoming = () => readdir(join(folder, 'incoming'));

describe('the file store', () => {
  it('keeps bytes under their hash and gives the same bytes back', async () => {
    const bytes = randomBytes(300_000);
    const kept = await files.put(Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]), { now });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(kept).toMatchObject({ sha256, sizeBytes: 300_000 });
    expect((await stat(join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256))).size).toBe(300_000);
    const opened = await files.open(kept.id);
    expect(opened?.file).toEqual(kept);
    expect(opened && (await buffer(opened.stream)).equals(bytes)).toBe(true);
  });

  it('keeps the same bytes once, also when they arrive ten times at once', async () => {
    const bytes = randomBytes(50_000);
    const kept = await Promise.all(Array.from({ length: 10 }, () => files.put(bytes, { now })));
    expect(new Set(kept.map(({ id }) => id)).size).toBe(1);
    expect(await database.prisma.storedFile.count()).toBe(1);
    expect(await incoming()).toEqual([]);
  });

  it('says how much is kept and how much there is room for', async () => {
    expect(await files.figures()).toMatchObject({ files: 0, bytes: 0 });
    await files.put(randomBytes(300), { now });
    await files.put(randomBytes(40), { now });
    expect(await files.figures()).toEqual({ files: 2, bytes: 340, freeBytes: expect.any(Number) });
    expect((await files.figures()).freeBytes).toBeGreaterThan(0);
  });

  it('refuses what is too large or empty, and leaves no row, no bytes and no rest', async () => {
    await expect(files.put(randomBytes(11), { now, bytesMax: 10 })).rejects.toMatchObject({ code: 'too_large' });
    await expect(files.put(new Uint8Array(), { now })).rejects.toMatchObject({ reason: 'file_empty' });
    expect(await database.prisma.storedFile.count()).toBe(0);
    expect(await incoming()).toEqual([]);
    expect(await readdir(folder)).toEqual(['incoming']);
  });

  it('leaves nothing half written when the sender breaks off', async () => {
    async function* broken() {
      yield randomBytes(1_000);
      throw new Error('connection lost');
    }
    await expect(files.put(broken(), { now })).rejects.toThrow('connection lost');
    expect(await incoming()).toEqual([]);
  });

  it('answers null for what it does not hold', async () => {
    expect(await files.open('nothing')).toBeNull();
    const kept = await files.put(Buffer.from('a'), { now });
    await rm(join(folder, kept.sha256.slice(0, 2)), { recursive: true });
    expect(await files.open(kept.id)).toBeNull();
  });

  it('says whether it can write', async () => {
    await expect(files.check()).resolves.toBeUndefined();
    await rm(folder, { recursive: true });
    await expect(files.check()).rejects.toThrow();
  });
});

describe('sweeping', () => {
  const later = (days: number) => after(now, days * DAY_MS);
  const putAt = async (text: string, at: Date) => {
    const kept = await files.put(Buffer.from(text), { now: at });
    await utimes(pathOf(kept), at, at);
    return kept;
  };
  const pathOf = ({ sha256 }: { sha256: string }) => join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  const isThere = (file: { sha256: string }) =>
    stat(pathOf(file)).then(
      () => true,
      () => false,
    );
  /** As if nothing needed any file. */
  const forgetAll: SweepOptions['forget'] = async (putBefore, keep) => {
    const gone = await database.prisma.storedFile.findMany({ where: { createdAt: { lt: putBefore } } });
    for (const { sha256 } of gone) await keep(sha256);
    await database.prisma.storedFile.deleteMany({ where: { id: { in: gone.map(({ id }) => id) } } });
    return gone.map(({ sha256 }) => sha256);
  };
  const forgetNone = async () => [];

  it('PS-S1 forgets what nothing needs a day after it was put, and its bytes a week after that', async () => {
    const old = await putAt('old', now);
    const fresh = await putAt('fresh', later(1));
    expect(await files.sweep({ now: later(1.5), forget: forgetAll })).toEqual({ forgotten: 1, removed: 0 });
    expect(await files.open(old.id)).toBeNull();
    expect(await isThere(old)).toBe(true);
    expect(await files.sweep({ now: later(9), forget: forgetNone })).toEqual({ forgotten: 0, removed: 1 });
    expect(await isThere(old)).toBe(false);
    expect(await isThere(fresh)).toBe(true);
  });

  it('PS-S2 keeps bytes that a file names, however old, and removes those of an upload that came to nothing', async () => {
    const named = await putAt('named', now);
    const lost = await putAt('lost', now);
    await database.prisma.storedFile.delete({ where: { id: lost.id } });
    await writeFile(join(folder, 'incoming', 'broken-off'), 'half');
    await utimes(join(folder, 'incoming', 'broken-off'), now, now);
    expect(await files.sweep({ now: later(8), forget: forgetNone })).toEqual({ forgotten: 0, removed: 1 });
    expect([await isThere(named), await isThere(lost)]).toEqual([true, false]);
    expect(await incoming()).toEqual([]);
  });

  it('PS-S3 putting the same bytes again makes them new, also while they are being swept', async () => {
    for (let round = 0; round < 10; round += 1) {
      await putAt(`again ${round}`, now);
      const at = later(30);
      await database.prisma.storedFile.deleteMany();
      const [kept] = await Promise.all([
        files.put(Buffer.from(`again ${round}`), { now: at }),
        files.sweep({ now: at, forget: forgetAll }),
      ]);
      expect(await files.open(kept.id).then((opened) => opened && buffer(opened.stream))).toEqual(
        Buffer.from(`again ${round}`),
      );
    }
  });
});
