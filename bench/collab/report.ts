import { AIMS, type AimName } from './aims';

/** One line of the report. `ours` and `theirs` are in `unit`; `figure` is what is held against the aim. */
export type Row = {
  name: string;
  unit: string;
  ours: number | null;
  theirs: { name: string; value: number | null } | null;
  figure: number | null;
  aim: AimName | null;
  /** Whose search ended because the generators were late: without clients on its processors it may do more. */
  isLeast?: { ours: boolean; theirs: boolean };
  note?: string;
};

const NAME_WIDTH = 58;
const FIGURE_WIDTH = 12;

/** The middle one; null where there is none. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle] ?? null;
  const [low, high] = [sorted[middle - 1], sorted[middle]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

/** Null where one of the two has no number, or there is nothing to compare with. */
export function ratio(ours: number | null, theirs: number | null): number | null {
  return ours === null || theirs === null || theirs === 0 ? null : ours / theirs;
}

/** A figure beside another server's, held against an aim for their ratio. */
export function compared(
  name: string,
  unit: string,
  ours: number | null,
  theirs: { name: string; value: number | null },
  aim: Row['aim'],
): Row {
  return { name, unit, ours, theirs, figure: ratio(ours, theirs.value), aim };
}

export type Verdict = 'met' | 'missed';

/** @returns null for a line without an aim */
export function verdictOf({ figure, aim }: Row): Verdict | null {
  if (!aim) return null;
  if (figure === null) return 'missed';
  const { bound, value } = AIMS[aim];
  return (bound === 'at least' ? figure >= value : figure <= value) ? 'met' : 'missed';
}

const VERDICTS: Readonly<Record<Verdict, string>> = { met: '  PASS', missed: '  FAIL' };

/** @returns null where both servers ended their search themselves */
function whatEndedIt({ isLeast, theirs }: Row): string | null {
  const who = [isLeast?.ours && 'Kenning', isLeast?.theirs && theirs?.name].filter(Boolean).join(' and ');
  return who ? `the generators, which share the processors, ended the search: by itself ${who} may do more` : null;
}

function digits(value: number | null): string {
  if (value === null) return '–';
  if (value === 0) return '0';
  const places = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en-GB', { minimumFractionDigits: places, maximumFractionDigits: places });
}

/** The lines of one row. */
export function lines(row: Row): string[] {
  const verdict = verdictOf(row);
  const { bound, value } = row.aim ? AIMS[row.aim] : { bound: null, value: null };
  const aim = bound ? `${bound === 'at least' ? '≥' : '≤'} ${digits(value)}` : '';
  const cells = [digits(row.ours), row.theirs ? digits(row.theirs.value) : '', digits(row.figure), aim];
  const name = `${row.name}, ${row.unit}`.padEnd(NAME_WIDTH);
  const against = row.theirs ? `  (${row.theirs.name})` : '';
  const judged = verdict ? VERDICTS[verdict] : '';
  const first = `${name}${cells.map((cell) => cell.padStart(FIGURE_WIDTH)).join('')}${judged}${against}`;
  return [first, ...[whatEndedIt(row), row.note].filter((line) => line).map((line) => `    ${line}`)];
}

/** The names of the columns. */
export function heading(): string {
  return (
    ' '.repeat(NAME_WIDTH) +
    ['Kenning', 'reference', 'figure', 'aim'].map((cell) => cell.padStart(FIGURE_WIDTH)).join('')
  );
}
