/**
 * A process of its own that restores a backup and dies, as by kill -9, when it comes to a phase:
 * `restore-until.ts <backup> <database url> <files folder> <phase>`.
 */
import { PLATFORM_SCOPE, restoreBackup } from '../backup';
import { openDatabase } from '../db/client';
import { openLocalFileStore } from '../storage';

const [path = '', url = '', folder = '', fatal] = process.argv.slice(2);
const database = openDatabase(url);

await restoreBackup({
  path,
  url,
  files: await openLocalFileStore(folder, database.prisma),
  scope: PLATFORM_SCOPE,
  now: new Date(),
  openJobs: () => Promise.reject(new Error('there are none')),
  makeAnew: null,
  onProgress: (phase, done, total) => {
    if (phase === fatal && (done * 2 >= total || phase === 'comparing')) process.kill(process.pid, 'SIGKILL');
  },
});
