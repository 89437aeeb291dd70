/** One line of the report. `ours` and `theirs` are in `unit`; `figure` is what is held against the aim. */
export type Row = {
  name: string;
  unit: string;
  ours: number | null;
  theirs: { name: string; value: number | null } | null;
  figure: number | null;
  aim: { bound: 'at least' | 'at most'; value: number } | null;
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

/** @returns whether the aim is met; null for a line without one */
export function passes({ figure, aim }: Row): boolean | null {
  if (!aim) return null;
  if (figure === null) return false;
  return aim.bound === 'at least' ? figure >= aim.value : figure <= aim.value;
}

function digits(value: number | null): string {
  if (value === null) return '–';
  if (value === 0) return '0';
  const places = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en-GB', { minimumFractionDigits: places, maximumFractionDigits: places });
}

/** The lines of one row. */
export function lines(row: Row): string[] {
  const verdict = passes(row);
  const aim = row.aim ? `${row.aim.bound === 'at least' ? '≥' : '≤'} ${digits(row.aim.value)}` : '';
  const cells = [digits(row.ours), row.theirs ? digits(row.theirs.value) : '', digits(row.figure), aim];
  const judged = verdict === null ? '' : verdict ? '  PASS' : '  FAIL';
  const name = `${row.name}, ${row.unit}`.padEnd(NAME_WIDTH);
  const against = row.theirs ? `  (${row.theirs.name})` : '';
  const first = `${name}${cells.map((cell) => cell.padStart(FIGURE_WIDTH)).join('')}${judged}${against}`;
  return row.note ? [first, `    ${row.note}`] : [first];
}

/** The names of the columns. */
export function heading(): string {
  return (
    ' '.repeat(NAME_WIDTH) +
    ['Kenning', 'reference', 'figure', 'aim'].map((cell) => cell.padStart(FIGURE_WIDTH)).join('')
  );
}
