import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';
import { invalid, KenningError } from '@/server/platform/errors';
import { kindOfEntry } from '@/server/platform/zip-entry';
import { MAX_COMPRESSION_RATIO, MAX_IMPORT_BYTES, MAX_IMPORT_FILES, MIN_BOMB_BYTES } from './limits.schema';
import {
  checkPath,
  isHidden,
  limitBytesOf,
  type Refusal,
  refuseSource,
  type SourceEntry,
  type SourceTree,
  withoutCommonFolder,
} from './source-tree';

/**
 * Lists the files of a zip archive without unpacking it. Files with names that lead out of the archive, symbolic links
 * and encrypted files are refused one by one; an archive that was made to fill the disk is refused whole.
 * @param path of the archive on this machine; @param name what the person calls the source
 * @throws KenningError invalid/not_an_archive, too_large/archive_bomb, too_many_files or too_many_bytes
 */
export async function readZip(path: string, name: string): Promise<SourceTree> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false }).catch(() => {
    throw invalid('not_an_archive');
  });
  try {
    const { entries, refused } = await listEntries(zip);
    entries.sort((one, other) => (one.path < other.path ? -1 : 1));
    const close = async () => zip.close();
    return { name, named: true, origin: null, entries: withoutCommonFolder(entries), refused, close };
  } catch (error) {
    zip.close();
    throw error instanceof KenningError ? error : invalid('not_an_archive');
  }
}

async function listEntries(zip: ZipFile): Promise<{ entries: SourceEntry[]; refused: Refusal[] }> {
  if (zip.entryCount > MAX_IMPORT_FILES) refuseSource('too_many_files', { limitFiles: MAX_IMPORT_FILES });
  const entries = new Map<string, SourceEntry>();
  const refused: Refusal[] = [];
  let packedBytes = 0;
  let bytes = 0;
  for await (const entry of zip.eachEntry()) {
    packedBytes += entry.compressedSize;
    bytes += entry.uncompressedSize;
    demandHonest(entry, packedBytes, bytes, zip.fileSize);
    const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
    if (name.endsWith('/') || isHidden(name)) continue;
    const checked = checkPath(name);
    const reason = checked.ok ? reasonAgainst(entry, checked.path) : checked.reason;
    if (!checked.ok || reason !== null) refused.push({ path: name, reason: reason ?? 'unnamed' });
    else if (entries.has(checked.path)) refused.push({ path: name, reason: 'name_twice' });
    else
      entries.set(checked.path, {
        path: checked.path,
        sizeBytes: entry.uncompressedSize,
        read: () => unpack(zip, entry),
      });
  }
  return { entries: [...entries.values()], refused };
}

/** Entries that share their bytes, or unpack to far more than text can, are made to fill a disk. */
function demandHonest(entry: Entry, packedBytes: number, bytes: number, fileBytes: number): void {
  const ratio = entry.uncompressedSize / Math.max(entry.compressedSize, 1);
  if (packedBytes > fileBytes) refuseSource('archive_bomb');
  if (ratio > MAX_COMPRESSION_RATIO && entry.uncompressedSize > MIN_BOMB_BYTES) refuseSource('archive_bomb');
  if (bytes > MAX_IMPORT_BYTES) refuseSource('too_many_bytes', { limitBytes: MAX_IMPORT_BYTES });
}

function reasonAgainst(entry: Entry, path: string): string | null {
  const kind = kindOfEntry(entry);
  if (kind === 'link') return 'symbolic_link';
  if (kind === 'other') return 'not_a_file';
  if (entry.isEncrypted()) return 'encrypted';
  if (!entry.canDecodeFileData()) return 'unknown_compression';
  return entry.uncompressedSize > limitBytesOf(path) ? 'file_too_large' : null;
}

/**
 * The bytes of one entry. The library ends the stream with an error as soon as it exceeds what the archive declared; it
 * does not look at the checksum.
 */
async function unpack(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const bytes = await zip
    .openReadStreamPromise(entry)
    .then(buffer)
    .catch(() => null);
  if (!bytes || crc32(bytes) !== entry.crc32) throw invalid('archive_damaged');
  return bytes;
}
