import { constants } from 'node:fs';
import { lstat, open, readdir, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { invalid, KenningError } from '@/server/platform/errors';
import { MAX_IMPORT_BYTES, MAX_IMPORT_FILES } from './limits.schema';
import {
  checkPath,
  isHidden,
  limitBytesOf,
  type Refusal,
  refuseSource,
  type SourceEntry,
  type SourceTree,
} from './source-tree';

type Walk = { root: string; entries: SourceEntry[]; refused: Refusal[]; bytes: number };

/**
 * Lists the files of a folder on this machine. Symbolic links are refused wherever they lead.
 * @param name what the person calls the source; left out, it is called as the folder is
 * @throws KenningError invalid/not_a_folder, too_large/too_many_files or too_many_bytes
 */
export async function readFolder(folder: string, name?: string): Promise<SourceTree> {
  const root = await realpath(folder).catch(() => null);
  if (root === null || !(await stat(root)).isDirectory()) throw new KenningError('invalid', 'not_a_folder', { folder });
  const walk: Walk = { root, entries: [], refused: [], bytes: 0 };
  await walkFolder(walk, '');
  walk.entries.sort((one, other) => (one.path < other.path ? -1 : 1));
  const { entries, refused } = walk;
  const called = { name: name ?? basename(root), named: name !== undefined, origin: root };
  return { ...called, entries, refused, close: async () => {} };
}

async function walkFolder(walk: Walk, below: string): Promise<void> {
  const listed = await readdir(join(walk.root, below), { withFileTypes: true }).catch(() => null);
  if (listed === null) walk.refused.push({ path: below, reason: 'unreadable' });
  for (const entry of listed ?? []) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (isHidden(entry.name)) continue;
    const checked = checkPath(path);
    if (!checked.ok) walk.refused.push({ path, reason: checked.reason });
    else if (entry.isSymbolicLink()) walk.refused.push({ path, reason: 'symbolic_link' });
    else if (entry.isDirectory()) await walkFolder(walk, path);
    else if (entry.isFile()) await addFile(walk, path);
  }
}

async function addFile(walk: Walk, path: string): Promise<void> {
  const { size: sizeBytes } = await lstat(join(walk.root, path));
  const limit = limitBytesOf(path);
  if (sizeBytes > limit) {
    walk.refused.push({ path, reason: 'file_too_large' });
    return;
  }
  walk.bytes += sizeBytes;
  if (walk.bytes > MAX_IMPORT_BYTES) refuseSource('too_many_bytes', { limitBytes: MAX_IMPORT_BYTES });
  if (walk.entries.length >= MAX_IMPORT_FILES) refuseSource('too_many_files', { limitFiles: MAX_IMPORT_FILES });
  walk.entries.push({ path, sizeBytes, read: () => readWhole(join(walk.root, path), limit) });
}

/**
 * Reads a file that is still the plain file it was when the folder was listed, and still within its limit.
 * @throws KenningError invalid/unreadable, too_large/file_too_large
 */
async function readWhole(path: string, limitBytes: number): Promise<Buffer> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(() => {
    throw invalid('unreadable');
  });
  try {
    const found = await file.stat();
    if (!found.isFile() || found.size > limitBytes) throw new KenningError('too_large', 'file_too_large', { path });
    return await file.readFile();
  } finally {
    await file.close();
  }
}
