import { Prisma } from '@/prisma/generated/client';
import { type Db, inTransaction } from '@/server/platform/db/client';
import type { FileStore } from '@/server/platform/storage';

const FILES_PER_QUERY = 500;

/**
 * Forgets files that no item has any more: of items that were purged, and of uploads that came to nothing. Safe to
 * run twice, and beside uploads.
 * @returns how many files were forgotten, and of how many the bytes were removed
 */
export function sweepFiles(
  { db, now, signal }: { db: Db; now: Date; signal?: AbortSignal },
  files: FileStore,
): Promise<{ forgotten: number; removed: number }> {
  return files.sweep({ now, signal, forget: (putBefore, keep) => forgetUnattached(db, putBefore, keep) });
}

/** A file that is being attached just now is locked by that, and passed over. */
function forgetUnattached(db: Db, putBefore: Date, keep: (sha256: string) => Promise<void>): Promise<string[]> {
  return inTransaction(db, async (tx) => {
    const rows = await tx.$queryRaw<{ sha256: string }[]>(Prisma.sql`
    DELETE FROM stored_file WHERE id IN (
      SELECT f.id FROM stored_file f
      WHERE f.created_at < ${putBefore}::timestamptz
        AND NOT EXISTS (SELECT 1 FROM attachment a WHERE a.file_id = f.id)
      LIMIT ${FILES_PER_QUERY}::int FOR UPDATE SKIP LOCKED)
    RETURNING sha256`);
    const hashes = rows.map((row) => row.sha256);
    for (const sha256 of hashes) await keep(sha256);
    return hashes;
  });
}
