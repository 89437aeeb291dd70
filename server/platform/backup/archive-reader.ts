import { crc32 } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { StartError } from '../db/start-error';
import { kindOfEntry } from '../zip-entry';
import { Digester } from './digest';
import {
  type Digest,
  FORMAT,
  isPartName,
  MANIFEST,
  MANIFEST_BYTES_MAX,
  type Manifest,
  manifestSchema,
} from './manifest';

/** Nothing that deflate made grows by more. */
const DEFLATE_RATIO_MAX = 1032;

export type ArchiveReader = {
  manifest: Manifest;
  /** The names of all its parts. */
  names: () => IterableIterator<string>;
  /** Whether it has a part. */
  has: (name: string) => boolean;
  /**
   * The bytes of a part. @throws DamagedBackup at its end, when they are not those of `expected`
   */
  read: (name: string, expected: Digest) => AsyncGenerator<Uint8Array>;
  /** How many bytes a part has, by the archive's own list. */
  sizeOf: (name: string) => number;
  close: () => void;
};

/** A backup that cannot be used. Its message names the part that is not as it was written. */
export class DamagedBackup extends StartError {
  constructor(part: string, why: string) {
    super(`The backup is damaged: ${part} ${why}.`);
  }
}

/** @throws DamagedBackup when it is no whole backup; StartError when it is none at all, or of a newer version */
export async function openArchive(path: string): Promise<ArchiveReader> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: true }).catch((error) => {
    throw unopened(path, error);
  });
  try {
    const entries = await listEntries(zip);
    const entryOf = (name: string): Entry => {
      const entry = entries.get(name);
      if (!entry) throw new DamagedBackup(`the part ${name}`, 'is missing');
      return entry;
    };
    return {
      manifest: await readManifest(zip, entryOf(MANIFEST)),
      names: () => entries.keys(),
      has: (name) => entries.has(name),
      read: (name, expected) => readPart(zip, entryOf(name), expected),
      sizeOf: (name) => entryOf(name).uncompressedSize,
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

function unopened(path: string, error: NodeJS.ErrnoException): StartError {
  if (error.code === 'ENOENT') return new StartError(`There is no file ${path}.`);
  if (error.code) return new StartError(`The file ${path} cannot be read (${error.code}).`);
  return new DamagedBackup('its end', 'is missing: the file was cut short, or is no backup');
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Every part by its name; nothing else may be in it. */
async function listEntries(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  let packedBytes = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      packedBytes += entry.compressedSize;
      demandPart(entry, entries.has(entry.fileName), packedBytes <= zip.fileSize);
      entries.set(entry.fileName, entry);
    }
  } catch (error) {
    if (error instanceof DamagedBackup) throw error;
    throw new DamagedBackup('its list of parts', `cannot be read (${wordsOf(error)})`);
  }
  return entries;
}

function demandPart(entry: Entry, isThere: boolean, bytesAreIn: boolean): void {
  const part = `the part ${JSON.stringify(entry.fileName)}`;
  const kind = kindOfEntry(entry);
  if (!isPartName(entry.fileName)) throw new DamagedBackup(part, 'belongs to no backup');
  if (isThere) throw new DamagedBackup(part, 'is in it twice');
  if (kind !== null && kind !== 'file') throw new DamagedBackup(part, 'is no file');
  if (!entry.canDecodeFileData() || entry.isEncrypted()) throw new DamagedBackup(part, 'is packed in an unknown way');
  const grows = entry.uncompressedSize > entry.compressedSize * DEFLATE_RATIO_MAX;
  if (grows || !bytesAreIn) throw new DamagedBackup(part, 'says that it is larger than it can be');
}

async function* readPart(zip: ZipFile, entry: Entry, expected: Digest): AsyncGenerator<Uint8Array> {
  const part = `the part ${entry.fileName}`;
  if (entry.uncompressedSize !== expected.bytes) throw new DamagedBackup(part, 'is not as long as it was');
  const digester = new Digester();
  for await (const chunk of bytesOf(zip, entry)) {
    digester.update(chunk);
    yield chunk;
  }
  const found = digester.end();
  if (found.bytes !== expected.bytes || found.sha256 !== expected.sha256) {
    throw new DamagedBackup(part, 'does not hold what was written');
  }
}

async function* bytesOf(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  let stream: AsyncIterable<Uint8Array>;
  const damaged = (error: unknown) =>
    new DamagedBackup(`the part ${entry.fileName}`, `cannot be unpacked (${wordsOf(error)})`);
  try {
    stream = await zip.openReadStreamPromise(entry);
  } catch (error) {
    throw damaged(error);
  }
  const chunks = stream[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await chunks.next().catch((error: unknown) => {
        throw damaged(error);
      });
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await chunks.return?.();
  }
}

async function readManifest(zip: ZipFile, entry: Entry): Promise<Manifest> {
  const name = `the part ${MANIFEST}`;
  if (entry.uncompressedSize > MANIFEST_BYTES_MAX) throw new DamagedBackup(name, 'is too long');
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytesOf(zip, entry)) chunks.push(chunk);
  const text = Buffer.concat(chunks);
  if (crc32(text) !== entry.crc32) throw new DamagedBackup(name, 'does not hold what was written');
  const said = parse(text.toString('utf8'));
  const head = manifestSchema.pick({ product: true, format: true, version: true }).safeParse(said);
  if (head.success && head.data.format > FORMAT) {
    throw new StartError(`The backup was made by a newer version (${head.data.version}): restore it with that one.`);
  }
  const parsed = manifestSchema.safeParse(said);
  if (!parsed.success) throw new DamagedBackup(name, 'is not one of this version');
  return parsed.data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
