import type { Env } from '../env';
import { openDataDirectory, readMarker } from './data-directory';
import { checkDatabase } from './durability';
import { openEmbedded } from './embedded';
import { isServed } from './lease';
import type { LockRole } from './start-lock';

export type OpenedDatabase = {
  url: string;
  /** Where the secret and the files are. */
  dataDir: string;
  how: 'by_url' | 'attached' | 'adopted' | 'started';
  leave: () => void;
  /** Stops the database if it is ours to stop. */
  stop: () => Promise<void>;
};

/**
 * Opens the database that the settings name: DATABASE_URL, or the embedded one of the data directory.
 * @throws StartError with the one sentence to end with
 */
export async function openConfiguredDatabase(
  env: Env,
  role: LockRole,
  say: (line: string) => void,
): Promise<OpenedDatabase> {
  const dataDir = openDataDirectory(env.KENNING_DATA_DIR);
  if (env.DATABASE_URL) {
    readMarker(dataDir);
    await checkDatabase(env.DATABASE_URL);
    return { url: env.DATABASE_URL, dataDir, how: 'by_url', leave: () => {}, stop: async () => {} };
  }
  const embedded = await openEmbedded(dataDir, role, say);
  try {
    await checkDatabase(embedded.url);
  } catch (error) {
    await embedded.stop();
    throw error;
  }
  return { ...embedded, dataDir };
}

/** @returns whether a command may migrate: not while a server, perhaps of another version, uses the database */
export async function mayMigrate(opened: OpenedDatabase): Promise<boolean> {
  return opened.how !== 'attached' && !(opened.how === 'by_url' && (await isServed(opened.url)));
}
