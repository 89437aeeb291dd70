import type { Context } from '@/server/platform/command';
import type { FileStore } from '@/server/platform/storage';
import { type ImportOptions, importItems } from '../commands/import-items';
import { readFolder } from './read-folder';
import type { ImportReport } from './report.schema';

/** Imports a folder of this machine. @throws KenningError as `readFolder` and `importItems` */
export async function importFolder(
  ctx: Context,
  files: FileStore,
  folder: string,
  options: ImportOptions,
): Promise<ImportReport> {
  const tree = await readFolder(folder);
  try {
    return await importItems(ctx, files, tree, options);
  } finally {
    await tree.close();
  }
}
