import type { Context } from '@/server/platform/command';
import type { FileStore } from '@/server/platform/storage';
import { type ImportOptions, importItems } from '../commands/import-items';
import { readFolder } from './read-folder';
import type { ImportReport } from './report.schema';

/**
 * Imports a folder of this machine.
 * @param options.source what the source is called; left out, it is called as the folder is
 * @throws KenningError as `readFolder` and `importItems`
 */
export async function importFolder(
  ctx: Context,
  files: FileStore,
  folder: string,
  { source, ...options }: ImportOptions & { source?: string },
): Promise<ImportReport> {
  const tree = await readFolder(folder, source);
  try {
    return await importItems(ctx, files, tree, options);
  } finally {
    await tree.close();
  }
}
