import { lstatSync } from 'node:fs';
import { resolve } from 'node:path';
import { BACKUP_SCOPE, productVersion } from '../parts/backup';
import { saveBackup } from '../platform/backup';
import { systemClock } from '../platform/clock';
import { runtime } from '../platform/runtime';
import { contentsOf, readFileArgs, reportOf, sayMissing } from './backup-report';
import { type Io, UsageError } from './io';
import { progressBar } from './progress';

const WORDS = { rows: 'Saving rows', files: 'Saving files' } as const;
const BYTES_PER_MB = 1_000_000;

/**
 * Runs `kenning backup <file> [--force] [--json]`. @returns the exit code: 1 when a file of the installation has no
 * whole bytes; all else is saved then
 */
export async function run(args: string[], io: Io): Promise<number> {
  const { file, force, json } = readFileArgs(args);
  const path = resolve(io.cwd, file);
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there && !(force && there.isFile())) {
    throw new UsageError(`There is ${file} already: name another file${there.isFile() ? ', or say --force' : ''}.`);
  }
  const { database, files } = runtime();
  const bar = progressBar(io);
  const { manifest, bytes } = await saveBackup({
    url: database.url,
    files,
    target: { path, overwrite: force },
    scope: BACKUP_SCOPE,
    version: productVersion(),
    now: systemClock(),
    onProgress: (what, done, total) => bar.show(WORDS[what], done, total),
  }).finally(() => bar.end());
  const report = reportOf(path, manifest);
  if (json) io.out(JSON.stringify({ ...report, bytes }, null, 2));
  else io.out(`Saved ${contentsOf(report)} in ${path} (${(bytes / BYTES_PER_MB).toFixed(1)} MB).`);
  return sayMissing(report, io);
}
