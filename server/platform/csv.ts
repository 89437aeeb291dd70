/** The columns of a list that leaves as CSV: each its name and what stands in it. */
export type CsvColumns<Row> = readonly (readonly [name: string, cell: (row: Row) => string])[];

/** What a spreadsheet would take for a formula, or what looks like one that is quoted already. */
const FORMULA = /^'*[=+\-@\t\r]/;

/** A cell as RFC 4180 has it. What a spreadsheet would take for a formula is quoted with an apostrophe first. */
export function csvCell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** What a parsed cell says, without the apostrophe that `csvCell` put before it. */
export function csvText(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}

const csvLine = (cells: string[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/** A whole list, page by page. @param load the page at a cursor, and where the next begins */
export async function* csvOf<Row>(
  columns: CsvColumns<Row>,
  load: (cursor: string | null) => Promise<{ rows: readonly Row[]; nextCursor: string | null }>,
): AsyncGenerator<string> {
  yield csvLine(columns.map(([name]) => name));
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof load>> = await load(cursor);
    yield page.rows.map((row) => csvLine(columns.map(([, cell]) => cell(row)))).join('');
    cursor = page.nextCursor;
  } while (cursor);
}
