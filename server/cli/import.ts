import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ImportReport, importFolder } from '../domains/knowledge';
import { sourceName } from '../domains/knowledge/import/run.schema';
import { AccessLevel } from '../domains/knowledge/schema';
import { loadActorByEmail } from '../platform/auth';
import { systemClock } from '../platform/clock';
import { runtime } from '../platform/runtime';
import { type Io, parseVerb, UsageError } from './io';
import { progressBar } from './progress';

const MAX_LINES_PER_LIST = 20;
const PHASES = { reading: 'Reading', writing: 'Importing' } as const;

type Args = { folder: string; source?: string; email: string; accessLevel: AccessLevel; json: boolean };

function readArgs(args: string[], cwd: string): Args {
  const { positionals, values } = parseVerb(args, {
    email: { type: 'string' },
    access: { type: 'string' },
    source: { type: 'string' },
    json: { type: 'boolean' },
  });
  const [named] = positionals;
  if (named === undefined || positionals.length > 1) throw new UsageError('Say which folder.');
  const folder = resolve(cwd, named);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`There is no folder ${folder}.`);
  if (!values.email) throw new UsageError('Say who imports: --email <person>.');
  const access = values.access ?? 'public';
  const accessLevel = Object.values(AccessLevel).find((level) => level === access);
  if (accessLevel === undefined || accessLevel === 'team' || accessLevel === 'role') {
    throw new UsageError('Say who may read: --access public|confidential|restricted.');
  }
  return { folder, source: readSource(values.source), email: values.email, accessLevel, json: values.json === true };
}

function readSource(named: string | undefined): string | undefined {
  if (named === undefined) return undefined;
  const source = sourceName.safeParse(named);
  if (!source.success) throw new UsageError('Say in a few words what the source is called: --source <name>.');
  return source.data;
}

function lines(title: string, entries: readonly string[]): string[] {
  if (entries.length === 0) return [];
  const more = entries.length - MAX_LINES_PER_LIST;
  const shown = entries.slice(0, MAX_LINES_PER_LIST).map((entry) => `  ${entry}`);
  return [title, ...shown, ...(more > 0 ? [`  and ${more} more (--json lists all)`] : [])];
}

function summary(report: ImportReport): string[] {
  const { source, created, updated, unchanged, conflicts, failed, unresolvedLinks, details } = report;
  return [
    `${created} created, ${updated} updated, ${unchanged} unchanged, ${conflicts} conflicts, ${failed} failed`,
    ...lines(
      'Not overwritten:',
      details.conflicts.map(({ path, reason }) => `${path} (${reason})`),
    ),
    ...(details.conflicts.some(({ reason }) => reason === 'from_another_place')
      ? [
          `Items of another folder are in the source "${source}": give this one a name of its own with --source <name>,`,
          `or say with --source "${source}" that it is the same folder, moved.`,
        ]
      : []),
    ...lines(
      'Failed:',
      details.failed.map(({ path, reason }) => `${path} (${reason})`),
    ),
    ...lines(
      `${unresolvedLinks} links lead nowhere:`,
      details.unresolvedLinks.map(({ path, href, reason }) => `${path} → ${href} (${reason})`),
    ),
    ...lines('Left out, for no page shows or links them:', details.leftOut),
  ];
}

/**
 * Runs `kenning import <folder> --email <person> [--access public] [--source <name>] [--json]`. The exit code is 0 whenever the folder
 * was gone through; what failed or was not overwritten is in the report.
 */
export async function run(args: string[], io: Io): Promise<number> {
  const { folder, source, email, accessLevel, json } = readArgs(args, io.cwd);
  const { database, files, log } = runtime();
  const db = database.prisma;
  const actor = await loadActorByEmail(db, email, { kind: 'command_line' });
  if (!actor) throw new UsageError(`Nobody here has the address ${email}.`);
  const bar = progressBar(io);
  const ctx = { actor, db, now: systemClock() };
  const report = await importFolder(ctx, files, folder, {
    source,
    access: { accessLevel, teamIds: [], jobRoleIds: [], namedPersonIds: [] },
    onProgress: ({ phase, done, total }) => bar.show(PHASES[phase], done, total),
    onFault: (error, path) => log.error({ err: error, path }, 'import of a file failed'),
  }).finally(() => bar.end());
  if (json) io.out(JSON.stringify(report, null, 2));
  else for (const line of summary(report)) io.out(line);
  return 0;
}
