import { createHash, randomUUID } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, type FileHandle, mkdir, open, readdir, rename, stat, statfs, unlink, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { KenningError } from '../errors';
import { SNIFFED_BYTES_MAX } from './media-type';

/** Bytes that have arrived and have no place yet, with the facts that follow from them alone. */
export type ReceivedBytes = {
  sha256: string;
  sizeBytes: number;
  head: Uint8Array;
  /** Gives them their place, durably when it returns; they count as new, also where the same bytes lay already. */
  keep(): Promise<void>;
  /** Forgets them, unless they were kept. */
  discard(): Promise<void>;
};

/** Where bytes lie, addressed by their SHA-256. The seam for another kind of storage. */
export type ByteStore = {
  /** @throws KenningError too_large beyond `bytesMax` bytes; nothing is left behind then */
  receive(source: AsyncIterable<Uint8Array>, bytesMax: number): Promise<ReceivedBytes>;
  /** @returns null when no such bytes are held */
  read(sha256: string): Promise<Readable | null>;
  /** The hashes of bytes that have not been kept or touched since a moment. */
  untouchedSince(before: Date): AsyncIterable<string>;
  /** @returns whether the bytes are there, not kept or touched since a moment */
  isUntouchedSince(sha256: string, before: Date): Promise<boolean>;
  /** Counts bytes as new from `now`. Bytes that are not there are no error. */
  touch(sha256: string, now: Date): Promise<void>;
  /** Bytes that are not there are no error. */
  remove(sha256: string): Promise<void>;
  /** Removes what broke off half received before a moment. */
  dropHalfReceived(before: Date): Promise<void>;
  /** @throws when nothing can be written now */
  check(): Promise<void>;
  /** How many bytes there is room for. */
  freeBytes(): Promise<number>;
};

const SHA256_HEX = /^[0-9a-f]{64}$/;
const FAN_OUT = /^[0-9a-f]{2}$/;

/**
 * Keeps bytes in a folder: written to a temporary file, synced, renamed to their hash, the folder synced. Two writers
 * of the same bytes are fine: the later rename puts the same content in place. How old they are is the file's own time
 * of change.
 */
export async function openLocalBytes(folder: string): Promise<ByteStore> {
  const temporary = join(folder, 'incoming');
  await mkdir(temporary, { recursive: true, mode: 0o700 });

  const pathOf = (sha256: string) => {
    if (!SHA256_HEX.test(sha256)) throw new Error('A file is addressed by the hexadecimal SHA-256 of its bytes.');
    return join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  };

  return {
    async receive(source, bytesMax) {
      const path = join(temporary, randomUUID());
      const discard = async () => void (await unlink(path).catch(unlessMissing));
      try {
        const written = await writeSynced(path, source, bytesMax);
        return { ...written, keep: () => keepAs(folder, path, pathOf(written.sha256)), discard };
      } catch (error) {
        await discard();
        throw error;
      }
    },
    async read(sha256) {
      const path = pathOf(sha256);
      const handle = await open(path, 'r').catch(unlessMissing);
      return handle ? createReadStream(path, { fd: handle }) : null;
    },
    untouchedSince: (before) => filesBefore(folder, before),
    isUntouchedSince: (sha256, before) => isOlder(pathOf(sha256), before),
    async touch(sha256, now) {
      await utimes(pathOf(sha256), now, now).catch(unlessMissing);
    },
    async remove(sha256) {
      await unlink(pathOf(sha256)).catch(unlessMissing);
    },
    async dropHalfReceived(before) {
      for (const name of await readdir(temporary)) {
        const path = join(temporary, name);
        if (await isOlder(path, before)) await unlink(path).catch(unlessMissing);
      }
    },
    async check() {
      await access(temporary, constants.W_OK);
    },
    async freeBytes() {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
  };
}

type Written = Pick<ReceivedBytes, 'sha256' | 'sizeBytes' | 'head'>;

async function writeSynced(path: string, source: AsyncIterable<Uint8Array>, bytesMax: number): Promise<Written> {
  const hash = createHash('sha256');
  const head: Uint8Array[] = [];
  let headBytes = 0;
  let sizeBytes = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of source) {
      sizeBytes += chunk.byteLength;
      if (sizeBytes > bytesMax) throw new KenningError('too_large', 'file_too_large', { bytesMax });
      hash.update(chunk);
      if (headBytes < SNIFFED_BYTES_MAX) {
        const part = chunk.slice(0, SNIFFED_BYTES_MAX - headBytes);
        head.push(part);
        headBytes += part.byteLength;
      }
      await writeAll(file, chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex'), sizeBytes, head: Buffer.concat(head) };
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  let done = 0;
  while (done < chunk.byteLength) done += (await file.write(chunk, done)).bytesWritten;
}

async function keepAs(root: string, path: string, target: string): Promise<void> {
  await ensureFolders(root, dirname(target));
  await rename(path, target);
  await syncFolder(dirname(target));
}

/** Makes the two fan-out folders and syncs their parents, so that a crash cannot lose the way to the file. */
async function ensureFolders(root: string, inner: string): Promise<void> {
  const made = await mkdir(inner, { recursive: true, mode: 0o700 });
  if (made === undefined) return;
  await syncFolder(dirname(inner));
  await syncFolder(root);
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function* filesBefore(folder: string, before: Date): AsyncGenerator<string> {
  for (const outer of await fanOut(folder)) {
    for (const inner of await fanOut(join(folder, outer))) {
      const place = join(folder, outer, inner);
      for (const name of await readdir(place)) {
        if (SHA256_HEX.test(name) && (await isOlder(join(place, name), before))) yield name;
      }
    }
  }
}

const fanOut = async (folder: string) => (await readdir(folder)).filter((name) => FAN_OUT.test(name));

async function isOlder(path: string, before: Date): Promise<boolean> {
  const found = await stat(path).catch(unlessMissing);
  return found !== null && found.mtimeMs < before.getTime();
}

function unlessMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
