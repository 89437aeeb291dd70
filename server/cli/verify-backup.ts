import { resolve } from 'node:path';
import { checkArchive, openArchive } from '../platform/backup';
import { contentsOf, readFileArgs, reportOf, sayMissing } from './backup-report';
import { type Io, UsageError } from './io';
import { progressBar } from './progress';

/**
 * Runs `kenning verify-backup <file> [--json]`: reads it whole, without an installation. @returns the exit code: 1 when
 * it is damaged, or holds less than the installation named
 */
export async function run(args: string[], io: Io): Promise<number> {
  const { file, force, json } = readFileArgs(args);
  if (force) throw new UsageError('Unknown option --force.');
  const path = resolve(io.cwd, file);
  const bar = progressBar(io);
  const archive = await openArchive(path);
  try {
    await checkArchive(archive, (done, total) => bar.show('Checking parts', done, total));
  } finally {
    bar.end();
    archive.close();
  }
  const report = reportOf(path, archive.manifest);
  if (json) io.out(JSON.stringify(report, null, 2));
  else io.out(`The backup is whole: ${contentsOf(report)}, of ${report.madeAt}, made by version ${report.version}.`);
  return sayMissing(report, io);
}
