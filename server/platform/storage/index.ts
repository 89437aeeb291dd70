import type { Readable } from 'node:stream';
import type { Db } from '../db/client';
import { KenningError } from '../errors';
import { FILE_BYTES_MAX } from './limits.schema';
import { type ByteStore, openLocalBytes } from './local';
import { mediaTypeOf } from './media-type';

export { FILE_BYTES_MAX, FILE_NAME_LENGTH_MAX, isInlineMediaType } from './limits.schema';
export { etagOf, isNotModified, servingHeaders } from './serving';

/** A file as it is kept: the same bytes are kept once, whoever brings them. */
export type StoredFileFacts = { id: string; sha256: string; sizeBytes: number; mediaType: string };

export type PutOptions = {
  now: Date;
  /** Refuse beyond this many bytes; FILE_BYTES_MAX when absent. */
  bytesMax?: number;
  /** Refuse what this declines, judged by the content's own type. */
  accept?: (mediaType: string) => boolean;
  /** The transaction that the row belongs to. Bytes of a transaction that fails stay behind, unnamed and harmless. */
  db?: Db;
};

export type FileSource = Uint8Array | AsyncIterable<Uint8Array>;

export type FileStore = {
  /**
   * Keeps bytes, durably when it returns. Bytes that are here already answer with their row.
   * @throws KenningError too_large/file_too_large, invalid/file_empty, invalid/file_type_refused
   */
  put(source: FileSource, options: PutOptions): Promise<StoredFileFacts>;
  /**
   * The caller has judged who may read it, and reads the stream to its end or destroys it.
   * @returns null when there is no such file
   */
  open(fileId: string): Promise<{ file: StoredFileFacts; stream: Readable } | null>;
  /** @throws when nothing can be written now */
  check(): Promise<void>;
};

const FACTS = { id: true, sha256: true, sizeBytes: true, mediaType: true } as const;

/** Files in a folder of this machine, their facts in `stored_file`. @param folder made when missing */
export async function openLocalFileStore(folder: string, db: Db): Promise<FileStore> {
  return fileStore(await openLocalBytes(folder), db);
}

/** A file store over any place that keeps bytes. */
export function fileStore(bytes: ByteStore, db: Db): FileStore {
  return {
    async put(source, { now, bytesMax = FILE_BYTES_MAX, accept, db: within = db }) {
      const written = await bytes.write(source instanceof Uint8Array ? once(source) : source, bytesMax);
      if (written.sizeBytes === 0) throw new KenningError('invalid', 'file_empty');
      const mediaType = await mediaTypeOf(written.head);
      if (accept && !accept(mediaType)) throw new KenningError('invalid', 'file_type_refused', { mediaType });
      const { sha256, sizeBytes } = written;
      // Insert-or-skip, never insert-and-catch: a unique violation would end the caller's transaction.
      await within.storedFile.createMany({
        data: { sha256, sizeBytes, mediaType, createdAt: now },
        skipDuplicates: true,
      });
      return within.storedFile.findUniqueOrThrow({ where: { sha256 }, select: FACTS });
    },
    async open(fileId) {
      const file = await db.storedFile.findUnique({ where: { id: fileId }, select: FACTS });
      if (!file) return null;
      const stream = await bytes.read(file.sha256);
      return stream && { file, stream };
    },
    check: () => bytes.check(),
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
