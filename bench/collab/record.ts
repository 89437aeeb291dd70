import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem, version } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AIM_NAMES, AIMS, type Aim } from './aims';
import { type Row, type Verdict, verdictOf } from './report';

/** Where a whole run is recorded that is worth keeping. */
export const RECORD_FILE = fileURLToPath(new URL('../results/collab.json', import.meta.url));
const GB_BYTES = 1e9;

type RecordedRow = Omit<Row, 'aim'> & { aim: ({ name: string } & Aim) | null; verdict: Verdict | null };

/** A run, and the machine and code that it was of. */
export type BenchRecord = {
  date: string;
  /** `-dirty` behind it: and what was not committed. */
  commit: string;
  node: string;
  machine: { processors: number; model: string; memoryGb: number; kernel: string };
  rows: RecordedRow[];
};

function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty', '--abbrev=40', '--exclude=*'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}

/** What `file` is given: every line of the run with its aim and its verdict. */
export function recorded(rows: readonly Row[], date: Date): BenchRecord {
  const processors = cpus();
  return {
    date: date.toISOString(),
    commit: commit(),
    node: process.version,
    machine: {
      processors: processors.length,
      model: processors[0]?.model.trim() ?? 'unknown',
      memoryGb: Math.round(totalmem() / GB_BYTES),
      kernel: version(),
    },
    rows: rows.map((row) => ({
      ...row,
      aim: row.aim && { name: row.aim, ...AIMS[row.aim] },
      verdict: verdictOf(row),
    })),
  };
}

/** Writes a record. */
export function writeRecord(file: string, record: BenchRecord): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`);
}

/** @returns the aims that a record does not have as they are now, each with a verdict: it is of a part, or of other aims */
export function missingIn({ rows }: Pick<BenchRecord, 'rows'>): string[] {
  return AIM_NAMES.filter((name) => {
    const { bound, value } = AIMS[name];
    return !rows.some(
      ({ aim, verdict }) => verdict && aim?.name === name && aim.bound === bound && aim.value === value,
    );
  });
}
