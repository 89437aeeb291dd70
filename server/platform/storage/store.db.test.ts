import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../db/client';
import { testDatabase } from '../testing/database';
import { type FileStore, openLocalFileStore } from '.';

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

  it('refuses what is too large, empty or of an unwanted type, and leaves no row and no rest', async () => {
    await expect(files.put(randomBytes(11), { now, bytesMax: 10 })).rejects.toMatchObject({ code: 'too_large' });
    await expect(files.put(new Uint8Array(), { now })).rejects.toMatchObject({ reason: 'file_empty' });
    const accept = (type: string) => type.startsWith('image/');
    const refused = files.put(Buffer.from('words'), { now, accept });
    await expect(refused).rejects.toMatchObject({ reason: 'file_type_refused', params: { mediaType: 'text/plain' } });
    expect(await database.prisma.storedFile.count()).toBe(0);
    expect(await incoming()).toEqual([]);
  });

  it('leaves nothing half written when the sender breaks off', async () => {
    async function* broken() {
      yield randomBytes(1_000);
      throw new Error('connection lost');
    }
    await expect(files.put(broken(), { now })).rejects.toThrow('connection lost');
    expect(await incoming()).toEqual([]);
  });

  it('belongs to the transaction it was put in', async () => {
    const failing = database.prisma.$transaction(async (db) => {
      await files.put(Buffer.from('gone'), { now, db });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await database.prisma.storedFile.count()).toBe(0);
    const kept = await files.put(Buffer.from('gone'), { now });
    const opened = await files.open(kept.id);
    expect(opened && (await buffer(opened.stream)).toString()).toBe('gone');
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
