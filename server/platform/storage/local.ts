import { createHash, randomUUID } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, type FileHandle, mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { KenningError } from '../errors';
import { SNIFFED_BYTES_MAX } from './media-type';

/** What was written: the facts that follow from the bytes alone. */
export type WrittenBytes = { sha256: string; sizeBytes: number; head: Uint8Array };

/** Where bytes lie, addressed by their SHA-256. The seam for another kind of storage. */
export type ByteStore = {
  /** Durable when it returns. @throws KenningError too_large beyond `bytesMax` bytes; nothing is left behind then */
  write(source: AsyncIterable<Uint8Array>, bytesMax: number): Promise<WrittenBytes>;
  /** @returns null when no such bytes are held */
  read(sha256: string): Promise<Readable | null>;
  remove(sha256: string): Promise<void>;
  /** @throws when nothing can be written now */
  check(): Promise<void>;
};

const STALE_TEMPORARY_MS = 24 * 60 * 60 * 1_000;
const SHA256_HEX = /^[0-9a-f]{64}$/;

/**
 * Keeps bytes in a folder: written to a temporary file, synced, renamed to their hash, the folder synced. Two writers
 * of the same bytes are fine: the later rename puts the same content in place.
 */
export async function openLocalBytes(folder: string): Promise<ByteStore> {
  const temporary = join(folder, 'incoming');
  await mkdir(temporary, { recursive: true, mode: 0o700 });
  await dropStale(temporary);

  const pathOf = (sha256: string) => {
    if (!SHA256_HEX.test(sha256)) throw new Error('A file is addressed by the hexadecimal SHA-256 of its bytes.');
    return join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  };

  return {
    async write(source, bytesMax) {
      const path = join(temporary, randomUUID());
      try {
        const written = await writeSynced(path, source, bytesMax);
        const target = pathOf(written.sha256);
        await ensureFolders(folder, written.sha256);
        await rename(path, target);
        await syncFolder(dirname(target));
        return written;
      } catch (error) {
        await unlink(path).catch(() => {});
        throw error;
      }
    },
    async read(sha256) {
      const path = pathOf(sha256);
      const handle = await open(path, 'r').catch(unlessMissing);
      return handle ? createReadStream(path, { fd: handle }) : null;
    },
    async remove(sha256) {
      await unlink(pathOf(sha256)).catch(unlessMissing);
    },
    async check() {
      await access(temporary, constants.W_OK);
    },
  };
}

async function writeSynced(path: string, source: AsyncIterable<Uint8Array>, bytesMax: number): Promise<WrittenBytes> {
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

/** Makes the two fan-out folders and syncs their parents, so that a crash cannot lose the way to the file. */
async function ensureFolders(root: string, sha256: string): Promise<void> {
  const outer = join(root, sha256.slice(0, 2));
  const inner = join(outer, sha256.slice(2, 4));
  const made = await mkdir(inner, { recursive: true, mode: 0o700 });
  if (made === undefined) return;
  await syncFolder(outer);
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

/** Removes what an earlier process left half written. */
async function dropStale(temporary: string): Promise<void> {
  for (const name of await readdir(temporary)) {
    const path = join(temporary, name);
    const found = await stat(path).catch(unlessMissing);
    if (found && Date.now() - found.mtimeMs > STALE_TEMPORARY_MS) await unlink(path).catch(unlessMissing);
  }
}

function unlessMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
