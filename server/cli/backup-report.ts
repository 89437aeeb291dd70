import type { Manifest } from '../platform/backup';
import { type Io, parseVerb, UsageError } from './io';

const MAX_FILES_NAMED = 20;

export type BackupReport = {
  path: string;
  version: string;
  madeAt: string;
  /** The digest is that of the table's rows: the same before and after. */
  tables: Record<string, { rows: number; sha256: string }>;
  rows: number;
  documents: number;
  /** Of all documents' digests. */
  documentsSha256: string;
  files: number;
  fileBytes: number;
  pendingJobs: number;
  /** Digests of files that rows name and whose bytes were not whole when the backup was made. */
  missingFiles: string[];
};

/** What a backup holds, for people and for programs. */
export function reportOf(path: string, { version, madeAt, tables, documents, files, jobs }: Manifest): BackupReport {
  return {
    path,
    version,
    madeAt,
    tables: Object.fromEntries(tables.map(({ name, rows, sha256 }) => [name, { rows, sha256 }])),
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    documents: documents.count,
    documentsSha256: documents.sha256,
    files: files.count,
    fileBytes: files.bytes,
    pendingJobs: jobs.count,
    missingFiles: files.missing,
  };
}

/** The report in one line. */
export function contentsOf({ rows, tables, documents, files, pendingJobs }: BackupReport): string {
  const inTables = `${rows} rows of ${Object.keys(tables).length} tables`;
  return `${inTables}, ${documents} documents, ${files} files, ${pendingJobs} pending jobs`;
}

/** Says which files have no bytes. @returns the exit code: 1 when there are such files */
export function sayMissing({ missingFiles }: BackupReport, io: Io): number {
  if (missingFiles.length === 0) return 0;
  io.err(`${missingFiles.length} files have no whole bytes in the installation that was saved, and are not in it:`);
  for (const sha256 of missingFiles.slice(0, MAX_FILES_NAMED)) io.err(`  ${sha256}`);
  if (missingFiles.length > MAX_FILES_NAMED) io.err(`  and ${missingFiles.length - MAX_FILES_NAMED} more (--json)`);
  return 1;
}

/** Reads `<file>` and switches. @throws UsageError when the file is not named, or more than one is */
export function readFileArgs(args: string[]): { file: string; force: boolean; json: boolean } {
  const flag = { type: 'boolean' } as const;
  const { positionals, values } = parseVerb(args, { force: flag, json: flag });
  const [file] = positionals;
  if (file === undefined || file === '' || positionals.length > 1) throw new UsageError('Say which file.');
  return { file, force: values.force === true, json: values.json === true };
}
