import { resolve } from 'node:path';
import { BACKUP_SCOPE, openJobsForRestore } from '../parts/backup';
import { type RestorePhase, restoreBackup } from '../platform/backup';
import { systemClock } from '../platform/clock';
import { makeDatabaseAnew } from '../platform/db/embedded';
import type { OpenedDatabase } from '../platform/db/open';
import { StartError } from '../platform/db/start-error';
import { runtime } from '../platform/runtime';
import { contentsOf, readFileArgs, reportOf, sayMissing } from './backup-report';
import { type Io, UsageError } from './io';
import { progressBar } from './progress';

const WORDS: Record<RestorePhase, string> = {
  checking: 'Checking parts',
  rows: 'Restoring rows',
  files: 'Restoring files',
  comparing: 'Comparing tables',
};

/**
 * Runs `kenning restore <file> [--json]`, into an empty installation. @returns the exit code: 1 when a file had no whole
 * bytes where it was saved; all else is restored then
 */
export async function run(args: string[], io: Io, opened: OpenedDatabase): Promise<number> {
  const { file, force, json } = readFileArgs(args);
  if (force) throw new UsageError('Unknown option --force.');
  if (opened.how === 'attached') {
    throw new StartError(`Kenning runs on ${opened.dataDir}: stop it, or restore into another KENNING_DATA_DIR.`);
  }
  const path = resolve(io.cwd, file);
  const { database, files } = runtime();
  const bar = progressBar(io);
  const manifest = await restoreBackup({
    path,
    url: database.url,
    files,
    scope: BACKUP_SCOPE,
    now: systemClock(),
    openJobs: openJobsForRestore,
    makeAnew: opened.how === 'by_url' ? null : () => makeDatabaseAnew(database.url),
    onProgress: (phase, done, total) => bar.show(WORDS[phase], done, total),
    onStranger: (table) => io.err(`The table ${table} is not one of Kenning's and was left out.`),
  }).finally(() => bar.end());
  const report = reportOf(path, manifest);
  if (json) io.out(JSON.stringify(report, null, 2));
  else io.out(`Restored ${contentsOf(report)}, of ${report.madeAt}. Everybody signs in again, with their password.`);
  return sayMissing(report, io);
}
