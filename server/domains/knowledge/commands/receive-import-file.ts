import { hasScope } from '@/server/platform/access';
import type { Context } from '@/server/platform/command';
import { type Db, inTransaction, type Tx } from '@/server/platform/db/client';
import { KenningError } from '@/server/platform/errors';
import { MAX_IMPORT_FILES, MAX_UPLOAD_BYTES } from '../import/limits.schema';
import { checkPath } from '../import/source-tree';
import { ownRun } from './import-run';

const PIECE_BYTES = 1024 * 1024;

type Upload = { runId: string; fileId: string; path: string };
type Counted = { files?: number; bytes?: number };

/**
 * Keeps one file of an import as it streams in, all of it or nothing. Sending a path again replaces it; of two that are
 * sent at once, the one that is whole last stays.
 * @throws KenningError forbidden/token_scope; not_found; conflict/import_closed; too_large/upload_too_large, too_many_files; invalid for its name
 */
export async function receiveImportFile(
  ctx: Context,
  input: { runId: string; path: string; body: AsyncIterable<Uint8Array> },
): Promise<{ sizeBytes: number }> {
  const { runId } = input;
  if (!hasScope(ctx.actor, 'write')) throw new KenningError('forbidden', 'token_scope');
  await ownRun(ctx, runId);
  const checked = checkPath(input.path);
  if (!checked.ok) throw new KenningError('invalid', checked.reason, { path: input.path });
  const { path } = checked;
  const { id: fileId } = await inTransaction(ctx.db, async (tx) => {
    await takeIn(tx, runId, { files: 1 });
    return tx.importFile.create({ data: { runId, path }, select: { id: true } });
  });
  return { sizeBytes: await keep(ctx.db, { runId, fileId, path }, input.body) };
}

async function keep(db: Db, upload: Upload, body: AsyncIterable<Uint8Array>): Promise<number> {
  const { runId, fileId } = upload;
  let sizeBytes = 0;
  try {
    for await (const bytes of pieces(body)) {
      const at = Math.floor(sizeBytes / PIECE_BYTES);
      // Together: an import that is given up meanwhile takes nothing more.
      await inTransaction(db, async (tx) => {
        await takeIn(tx, runId, { bytes: bytes.byteLength });
        await tx.importPiece.create({ data: { fileId, at, bytes: Uint8Array.from(bytes) } });
      });
      sizeBytes += bytes.byteLength;
    }
    await inTransaction(db, (tx) => complete(tx, upload, sizeBytes));
    return sizeBytes;
  } catch (error) {
    // A connection that breaks off leaves nothing of its file, neither pieces nor counts.
    await inTransaction(db, async (tx) => {
      await giveBack(tx, runId, { files: 1, bytes: sizeBytes });
      await tx.importFile.deleteMany({ where: { id: fileId } });
    });
    throw error;
  }
}

/** From now on the file counts, in place of any that came whole before under its path. */
async function complete(tx: Tx, { runId, fileId, path }: Upload, sizeBytes: number): Promise<void> {
  // Holds the run as well: of two that are whole at once, the later sees the earlier.
  await takeIn(tx, runId, {});
  const where = { runId, path, sizeBytes: { not: null } };
  const { _count, _sum } = await tx.importFile.aggregate({ where, _count: true, _sum: { sizeBytes: true } });
  await giveBack(tx, runId, { files: _count, bytes: _sum.sizeBytes ?? 0 });
  await tx.importFile.deleteMany({ where });
  await tx.importFile.update({ where: { id: fileId }, data: { sizeBytes } });
}

/**
 * Counts files or bytes in before they are kept, so that many requests at once stay within the limits together. Holds
 * the run until the transaction ends.
 * @throws KenningError conflict/import_closed; too_large/upload_too_large, too_many_files
 */
async function takeIn(tx: Tx, runId: string, { files = 0, bytes = 0 }: Counted): Promise<void> {
  const { count } = await tx.importRun.updateMany({
    where: {
      id: runId,
      state: 'receiving',
      receivedFiles: { lte: MAX_IMPORT_FILES - files },
      receivedBytes: { lte: MAX_UPLOAD_BYTES - bytes },
    },
    data: { receivedFiles: { increment: files }, receivedBytes: { increment: bytes } },
  });
  if (count > 0) return;
  const open = await tx.importRun.findFirst({ where: { id: runId, state: 'receiving' }, select: { id: true } });
  if (open === null) throw new KenningError('conflict', 'import_closed');
  if (files > 0) throw new KenningError('too_large', 'too_many_files', { limitFiles: MAX_IMPORT_FILES });
  throw new KenningError('too_large', 'upload_too_large', { limitBytes: MAX_UPLOAD_BYTES });
}

async function giveBack(tx: Tx, runId: string, { files = 0, bytes = 0 }: Counted): Promise<void> {
  await tx.importRun.updateMany({
    where: { id: runId, state: 'receiving' },
    data: { receivedFiles: { decrement: files }, receivedBytes: { decrement: bytes } },
  });
}

/** A stream cut into pieces of one size; the last may be smaller. */
async function* pieces(body: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  for await (const chunk of body) {
    held.push(chunk);
    heldBytes += chunk.byteLength;
    while (heldBytes >= PIECE_BYTES) {
      const joined = Buffer.concat(held);
      yield joined.subarray(0, PIECE_BYTES);
      held = [joined.subarray(PIECE_BYTES)];
      heldBytes = joined.byteLength - PIECE_BYTES;
    }
  }
  if (heldBytes > 0) yield Buffer.concat(held);
}
