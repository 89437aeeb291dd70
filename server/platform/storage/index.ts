import type { Readable } from 'node:stream';
import type { PrismaClient } from '@/prisma/generated/client';
import { after, DAY_MS } from '../clock';
import type { Tx } from '../db/client';
import { oneAtATime } from '../db/one-at-a-time';
import { KenningError } from '../errors';
import { FILE_BYTES_MAX, isInlineMediaType } from './limits.schema';
import { type ByteStore, openLocalBytes } from './local';
import { mediaTypeOf } from './media-type';

export { isInlineMediaType } from './limits.schema';
export { isNotModified, servingHeaders } from './serving';

/** A file as it is kept: the same bytes are kept once, whoever brings them. */
export type StoredFileFacts = { id: string; sha256: string; sizeBytes: number; mediaType: string };

export type PutOptions = {
  now: Date;
  /** Refuse beyond this many bytes; FILE_BYTES_MAX when absent. */
  bytesMax?: number;
  /** Refuse what no page may show in place, by its bytes. */
  imagesOnly?: boolean;
};

export type FileSource = Uint8Array | AsyncIterable<Uint8Array>;

export type FileStore = {
  /**
   * Keeps bytes, durably when it returns. Bytes that are here already answer with their row.
   * @throws KenningError too_large/file_too_large, invalid/file_empty, invalid/image_type; nothing is kept then
   */
  put(source: FileSource, options: PutOptions): Promise<StoredFileFacts>;
  /**
   * The caller has judged who may read it, and reads the stream to its end or destroys it.
   * @returns null when there is no such file
   */
  open(fileId: string): Promise<{ file: StoredFileFacts; stream: Readable } | null>;
  /**
   * Forgets files that nothing needs any more, and removes bytes a week after the last file that named them is gone.
   * Safe beside uploads: what was put within a day stays, whether anything names it yet or not.
   * @param forget deletes the rows of unneeded files put before a moment, some at a time, and keeps the bytes of each for
   *   their week before its row is gone for good; returns their hashes, none when done
   * @returns how many files were forgotten, and of how many the bytes were removed
   */
  sweep(options: SweepOptions): Promise<{ forgotten: number; removed: number }>;
  /** Bytes by their SHA-256, whether a file names them or not: for backups. @returns null when they are not here */
  readBytes(sha256: string): Promise<Readable | null>;
  /** Keeps bytes that a restored row names. @throws Error when they are not those of `sha256`; nothing is kept then */
  keepBytes(sha256: string, source: FileSource, bytesMax: number): Promise<void>;
  /** @throws when nothing can be written now */
  check(): Promise<void>;
  /** How many bytes there is room for. */
  freeBytes(): Promise<number>;
  /** How much is kept, and how much more there is room for. */
  figures(): Promise<{ files: number; bytes: number; freeBytes: number }>;
};

export type SweepOptions = {
  now: Date;
  forget: (putBefore: Date, keep: (sha256: string) => Promise<void>) => Promise<readonly string[]>;
  signal?: AbortSignal;
};

/** Between the bytes and whatever will name them may lie an import, whose transactions are long. */
export const UNNEEDED_FILE_KEPT_MS = DAY_MS;
/** A backup takes the database first and the files after: what its database still names must be found that long. */
export const UNNAMED_BYTES_KEPT_MS = 7 * DAY_MS;

const SWEPT_PER_QUERY = 500;
const FACTS = { id: true, sha256: true, sizeBytes: true, mediaType: true } as const;

/** Files in a folder of this machine, their facts in `stored_file`. @param folder made when missing */
export async function openLocalFileStore(folder: string, db: PrismaClient): Promise<FileStore> {
  return fileStore(await openLocalBytes(folder), db);
}

/** One at a time: bytes must not be removed as unnamed just when they are kept again. */
const holdBytes = (tx: Tx, sha256: string): Promise<void> => oneAtATime(tx, `storage.${sha256}`);

function fileStore(bytes: ByteStore, db: PrismaClient): FileStore {
  return {
    async put(source, { now, bytesMax = FILE_BYTES_MAX, imagesOnly = false }) {
      const received = await bytes.receive(source instanceof Uint8Array ? once(source) : source, bytesMax);
      try {
        const { sha256, sizeBytes } = received;
        if (sizeBytes === 0) throw new KenningError('invalid', 'file_empty');
        const mediaType = await mediaTypeOf(received.head);
        if (imagesOnly && !isInlineMediaType(mediaType)) throw new KenningError('invalid', 'image_type');
        return await db.$transaction(async (tx) => {
          await holdBytes(tx, sha256);
          await received.keep();
          // Put once more it is as good as new, so that nobody forgets it before it is needed.
          const row = { sha256, sizeBytes, mediaType, createdAt: now };
          return tx.storedFile.upsert({ where: { sha256 }, create: row, update: { createdAt: now }, select: FACTS });
        });
      } finally {
        await received.discard();
      }
    },
    async open(fileId) {
      const file = await db.storedFile.findUnique({ where: { id: fileId }, select: FACTS });
      if (!file) return null;
      const stream = await bytes.read(file.sha256);
      return stream && { file, stream };
    },
    async sweep(options) {
      const forgotten = await forgetFiles(bytes, options);
      await bytes.dropHalfReceived(after(options.now, -UNNEEDED_FILE_KEPT_MS));
      return { forgotten, removed: await removeUnnamed(bytes, db, options) };
    },
    readBytes: (sha256) => bytes.read(sha256),
    async keepBytes(sha256, source, bytesMax) {
      const received = await bytes.receive(source instanceof Uint8Array ? once(source) : source, bytesMax);
      try {
        if (received.sha256 !== sha256) throw new Error('These are not the bytes of that digest.');
        await received.keep();
      } finally {
        await received.discard();
      }
    },
    check: () => bytes.check(),
    freeBytes: () => bytes.freeBytes(),
    async figures() {
      const [{ _count, _sum }, freeBytes] = await Promise.all([
        db.storedFile.aggregate({ _count: true, _sum: { sizeBytes: true } }),
        bytes.freeBytes(),
      ]);
      return { files: _count, bytes: Number(_sum.sizeBytes ?? 0), freeBytes };
    },
  };
}

async function forgetFiles(bytes: ByteStore, { now, forget, signal }: SweepOptions): Promise<number> {
  let forgotten = 0;
  for (;;) {
    if (signal?.aborted) return forgotten;
    const hashes = await forget(after(now, -UNNEEDED_FILE_KEPT_MS), (sha256) => bytes.touch(sha256, now));
    if (hashes.length === 0) return forgotten;
    forgotten += hashes.length;
  }
}

async function removeUnnamed(bytes: ByteStore, db: PrismaClient, { now, signal }: SweepOptions): Promise<number> {
  const before = after(now, -UNNAMED_BYTES_KEPT_MS);
  let removed = 0;
  for await (const some of batches(bytes.untouchedSince(before))) {
    const named = await db.storedFile.findMany({ where: { sha256: { in: some } }, select: { sha256: true } });
    const known = new Set(named.map(({ sha256 }) => sha256));
    for (const sha256 of some) {
      if (signal?.aborted) return removed;
      if (!known.has(sha256) && (await removeOne(bytes, db, sha256, before))) removed += 1;
    }
  }
  return removed;
}

/** Looks again with the bytes held: they may have been put once more meanwhile. */
function removeOne(bytes: ByteStore, db: PrismaClient, sha256: string, before: Date): Promise<boolean> {
  return db.$transaction(async (tx) => {
    await holdBytes(tx, sha256);
    const isNamed = (await tx.storedFile.count({ where: { sha256 } })) > 0;
    if (isNamed || !(await bytes.isUntouchedSince(sha256, before))) return false;
    await bytes.remove(sha256);
    return true;
  });
}

async function* batches(hashes: AsyncIterable<string>): AsyncGenerator<string[]> {
  let batch: string[] = [];
  for await (const hash of hashes) {
    batch.push(hash);
    if (batch.length < SWEPT_PER_QUERY) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
