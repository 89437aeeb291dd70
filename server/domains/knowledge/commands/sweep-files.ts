import { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/platform/db/client';
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
  return files.sweep({ now, signal, forget: (putBefore) => forgetUnattached(db, putBefore) });
}

/** A file that is being attached just now is locked by that, and passed over. */
async function forgetUnattached(db: Db, putBefore: Date): Promise<string[]> {
  const rows = await db.$queryRaw<{ sha256: string }[]>(Prisma.sql`
    DELETE FROM stored_file WHERE id IN (
      SELECT f.id FROM stored_file f
      WHERE f.created_at < ${putBefore}::timestamptz
        AND NOT EXISTS (SELECT 1 FROM attachment a WHERE a.file_id = f.id)
      LIMIT ${FILES_PER_QUERY}::int FOR UPDATE SKIP LOCKED)
    RETURNING sha256`);
  return rows.map((row) => row.sha256);
}
