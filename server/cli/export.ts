import { resolve } from 'node:path';
import { exportItems } from '../domains/knowledge';
import { loadActorByEmail } from '../platform/auth';
import { systemClock } from '../platform/clock';
import { KenningError } from '../platform/errors';
import { runtime } from '../platform/runtime';
import { type Io, parseVerb, UsageError } from './io';
import { progressBar } from './progress';

function readArgs(args: string[]): { folder: string; email: string | undefined; json: boolean } {
  const parsed = parseVerb(args, { email: { type: 'string' }, json: { type: 'boolean' } });
  const [folder] = parsed.positionals;
  if (folder === undefined || parsed.positionals.length > 1) throw new UsageError('Say into which folder.');
  return { folder, email: parsed.values.email, json: parsed.values.json === true };
}

/**
 * Runs `kenning export <folder> [--email <person>] [--json]`: every item outside the trash, or with `--email` what
 * that person may read. @returns the exit code, 1 when bytes of a file are missing
 */
export async function run(args: string[], io: Io): Promise<number> {
  const { folder, email, json } = readArgs(args);
  const { database, files } = runtime();
  const db = database.prisma;
  const actor = email === undefined ? null : await loadActorByEmail(db, email, { kind: 'command_line' });
  if (email !== undefined && !actor) throw new UsageError(`Nobody here has the address ${email}.`);
  const bar = progressBar(io);
  const report = await exportItems({ db, now: systemClock() }, files, resolve(io.cwd, folder), {
    actor,
    onProgress: (done, total) => bar.show('Exporting', done, total),
  })
    .catch((error: unknown) => {
      const isFull = error instanceof KenningError && error.reason === 'folder_not_empty';
      throw isFull ? new UsageError(`The folder ${folder} is not empty: name a new one, or empty it.`) : error;
    })
    .finally(() => bar.end());
  if (json) io.out(JSON.stringify(report, null, 2));
  else io.out(`${report.exported} items and ${report.attachments} files in ${report.folder}`);
  for (const path of report.missing) io.err(`The bytes of ${path} are missing.`);
  return report.missing.length === 0 ? 0 : 1;
}
