import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PrismaClient } from '@/prisma/generated/client';
import { type FileStore, openLocalFileStore } from '../storage';

/** A file store in a folder of its own. `remove` deletes the folder with all that was kept. */
export async function scratchFileStore(
  prisma: PrismaClient,
): Promise<{ files: FileStore; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'kenning-files-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  return { files: await openLocalFileStore(folder, prisma), remove };
}
