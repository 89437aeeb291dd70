import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { link, lstat, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { StartError } from '../db/start-error';
import { Digester } from './digest';
import type { Digest } from './manifest';

const OWN_FILE = 0o600;

export type ArchiveWriter = {
  /** Adds one part after the other. @returns the digest of what it held */
  add(name: string, source: AsyncIterable<Uint8Array>, options?: { compress?: boolean }): Promise<Digest>;
  /** Writes it out and gives it its name. @returns its size */
  complete(): Promise<{ bytes: number }>;
  /** Takes away what was written, unless it is complete. */
  discard(): Promise<void>;
};

export type ArchiveTarget = { path: string; overwrite: boolean };

/**
 * Begins a zip archive beside its place, readable by its owner only. It has its name only when it is whole and on disk.
 * @throws StartError when nothing can be written there
 */
export async function createArchive({ path, overwrite }: ArchiveTarget): Promise<ArchiveWriter> {
  const half = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.part`);
  const file = await open(half, 'wx', OWN_FILE).catch((error) => failed(path, error));
  // A command that a signal ends takes its half-written file with it.
  const tidy = () => rmSync(half, { force: true });
  process.once('exit', tidy);
  const zip = new ZipFile();
  const toDisk = file.createWriteStream();
  const written = pipeline(zip.outputStream, toDisk);
  const broken = written.then(() => new Promise<never>(() => {}));
  broken.catch(() => {});
  let ended = false;

  return {
    async add(name, source, { compress = true } = {}) {
      const digester = new Digester();
      const stream = Readable.from(digester.through(source), { objectMode: false });
      zip.addReadStream(stream, name, { compress, mode: 0o100600 });
      await Promise.race([finished(stream), broken]).catch((error) => {
        stream.destroy();
        return failed(path, error);
      });
      return digester.end();
    },
    async complete() {
      zip.end();
      await written.catch((error) => failed(path, error));
      await sync(half, 'r+').catch((error) => failed(path, error));
      await (overwrite ? rename(half, path) : giveNewName(half, path)).catch((error) => failed(path, error));
      await sync(dirname(path), 'r');
      ended = true;
      process.off('exit', tidy);
      return { bytes: toDisk.bytesWritten };
    },
    async discard() {
      if (ended) return;
      process.off('exit', tidy);
      toDisk.destroy();
      await written.catch(() => {});
      await rm(half, { force: true });
    },
  };
}

/** Also where a file of that name has come up meanwhile, nothing is overwritten. */
async function giveNewName(half: string, path: string): Promise<void> {
  try {
    await link(half, path);
    await rm(half);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    // A file system without a second name for a file.
    if (await lstat(path).catch(() => null)) throw Object.assign(new Error('it exists'), { code: 'EEXIST' });
    await rename(half, path);
  }
}

async function sync(path: string, flags: 'r' | 'r+'): Promise<void> {
  const opened = await open(path, flags);
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}

const WHY: Record<string, string> = {
  ENOSPC: 'no room is left on the disk',
  EDQUOT: 'no room is left on the disk',
  ENOENT: 'its folder does not exist',
  EACCES: 'it may not be written there',
  EPERM: 'it may not be written there',
  EROFS: 'it may not be written there',
  EEXIST: 'there is such a file already',
};

function failed(path: string, error: unknown): never {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) throw error;
  throw new StartError(`The file ${path} cannot be written: ${WHY[code] ?? code}.`);
}
