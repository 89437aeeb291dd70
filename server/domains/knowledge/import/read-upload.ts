import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Db } from '@/server/platform/db/client';
import { KenningError } from '@/server/platform/errors';
import { readZip } from './read-zip';
import { isHidden, limitBytesOf, type Refusal, type SourceEntry, type SourceTree } from './source-tree';

const ZIP = /\.zip$/i;

type Received = { id: string; path: string; sizeBytes: number };

/** What is whole: a file that is still being sent counts for nothing. */
async function receivedFiles(db: Db, runId: string): Promise<Received[]> {
  const rows = await db.importFile.findMany({
    where: { runId },
    select: { id: true, path: true, sizeBytes: true },
    orderBy: { path: 'asc' },
  });
  return rows.flatMap(({ sizeBytes, ...file }) => (sizeBytes === null ? [] : [{ ...file, sizeBytes }]));
}

async function* piecesOf(db: Db, { id: fileId, path, sizeBytes }: Received): AsyncGenerator<Buffer> {
  let readBytes = 0;
  for (let at = 0; readBytes < sizeBytes; at += 1) {
    const piece = await db.importPiece.findUnique({ where: { fileId_at: { fileId, at } }, select: { bytes: true } });
    // The import was given up meanwhile.
    if (piece === null) throw new KenningError('invalid', 'upload_incomplete', { path });
    readBytes += piece.bytes.byteLength;
    yield Buffer.from(piece.bytes);
  }
}

async function wholeFile(db: Db, file: Received): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of piecesOf(db, file)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/**
 * What a browser sent for an import, as a source: one archive, or files by their paths.
 * @throws KenningError invalid/nothing_sent, and as `readZip`
 */
export async function readUpload(db: Db, runId: string, source: string): Promise<SourceTree> {
  const files = await receivedFiles(db, runId);
  const [first] = files;
  if (first === undefined) throw new KenningError('invalid', 'nothing_sent');
  if (files.length === 1 && ZIP.test(first.path)) return readArchive(db, source, first);
  const entries: SourceEntry[] = [];
  const refused: Refusal[] = [];
  // Their names were judged as they came in.
  for (const file of files.filter(({ path }) => !isHidden(path))) {
    const { path, sizeBytes } = file;
    if (sizeBytes > limitBytesOf(path)) refused.push({ path, reason: 'file_too_large' });
    else entries.push({ path, sizeBytes, read: () => wholeFile(db, file) });
  }
  return { name: source, named: true, origin: null, entries, refused, close: async () => {} };
}

/** An archive is read back and forth, so it lies in a file of its own while it is. */
async function readArchive(db: Db, source: string, file: Received): Promise<SourceTree> {
  const folder = await mkdtemp(join(tmpdir(), 'kenning-import-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'archive.zip');
    await pipeline(Readable.from(piecesOf(db, file)), createWriteStream(path, { mode: 0o600 }));
    const tree = await readZip(path, source);
    return { ...tree, close: () => tree.close().finally(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}
