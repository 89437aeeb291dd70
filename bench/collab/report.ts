import { AIMS, type AimName } from './aims';

/** One line of the report. `ours` and `theirs` are in `unit`; `figure` is what is held against the aim. */
export type Row = {
  name: string;
  unit: string;
  ours: number | null;
  theirs: { name: string; value: number | null } | null;
  figure: number | null;
  aim: AimName | null;
  /** Which of the two is only the least that it can be: the generators did not come to ask for more. */
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

/** `open`: what was measured does not decide it. */
export type Verdict = 'met' | 'missed' | 'open';

/** @returns null for a line without an aim */
export function verdictOf({ figure, aim, isLeast = { ours: false, theirs: false } }: Row): Verdict | null {
  if (!aim) return null;
  if (figure === null) return 'missed';
  const { bound, value } = AIMS[aim];
  const isMet = bound === 'at least' ? figure >= value : figure <= value;
  // If ours could be more the ratio can only rise, and if theirs could be it can only fall.
  const couldTurn = isMet === (bound === 'at least') ? isLeast.theirs : isLeast.ours;
  if (couldTurn) return 'open';
  return isMet ? 'met' : 'missed';
}

/** What the figure is where one of the two is only the least. */
function boundOf({ isLeast }: Row): string {
  if (!isLeast?.ours) return isLeast?.theirs ? 'at most ' : '';
  return isLeast.theirs ? 'about ' : 'at least ';
}

const VERDICTS: Readonly<Record<Verdict, string>> = { met: '  PASS', missed: '  FAIL', open: '  OPEN' };
const BOUNDED = "bounded by the generators' limit, not by the server's:";

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
  const bounded = boundOf(row);
  const who = [row.isLeast?.ours && 'Kenning', row.isLeast?.theirs && row.theirs?.name].filter(Boolean).join(' and ');
  return [
    first,
    ...(bounded ? [`    ${BOUNDED} ${who} may do more; the ratio is ${bounded}${digits(row.figure)}`] : []),
    ...(row.note ? [`    ${row.note}`] : []),
  ];
}

/** The names of the columns. */
export function heading(): string {
  return (
    ' '.repeat(NAME_WIDTH) +
    ['Kenning', 'reference', 'figure', 'aim'].map((cell) => cell.padStart(FIGURE_WIDTH)).join('')
  );
}
