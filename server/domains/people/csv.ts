import { CsvError, parse } from 'csv-parse/sync';
import { csvText } from '@/server/platform/csv';
import { invalid } from '@/server/platform/errors';
import {
  EXPORT_COLUMNS_PASSED,
  IMPORT_COLUMNS,
  IMPORT_COLUMNS_NEEDED,
  IMPORT_ROWS_MAX,
  type ImportColumn,
  type ImportRow,
} from './import.rules';

type Parsed = { record: Record<string, string>; info: { lines: number } };

const isColumn = (name: string): name is ImportColumn => (IMPORT_COLUMNS as readonly string[]).includes(name);

/** Spreadsheets of half the world write semicolons between the columns. */
function delimiterOf(csv: string): string {
  const header = csv.slice(0, csv.search(/[\r\n]|$/));
  return header.includes(';') && !header.includes(',') ? ';' : ',';
}

/** As people write them. @throws KenningError invalid / csv_column_twice, since one of the two would be lost */
function headings(written: string[]): string[] {
  const names = written.map((name) =>
    name
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, '_'),
  );
  const twice = names.filter((name, index) => name !== '' && names.indexOf(name) < index);
  if (twice.length > 0) throw invalid('csv_column_twice', { columns: [...new Set(twice)] });
  return names;
}

function parseRows(csv: string): Parsed[] {
  try {
    return parse(csv, {
      bom: true,
      columns: headings,
      delimiter: delimiterOf(csv),
      info: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      // One more than there may be, which is enough to refuse the file.
      to: IMPORT_ROWS_MAX + 1,
      trim: true,
    }) as unknown as Parsed[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw invalid('csv_not_readable', { line: Number(error.lines ?? 0) });
  }
}

/**
 * @returns the rows with the line on which each ends
 * @throws KenningError invalid / csv_not_utf8, csv_not_readable, csv_empty, csv_too_long, csv_unknown_column,
 *   csv_column_missing, csv_column_twice
 */
export function readPeopleCsv(csv: string): ImportRow[] {
  // What stands where bytes were no UTF-8: the letters of a name are lost, and would be imported so.
  const lost = csv.indexOf('\uFFFD');
  if (lost >= 0) throw invalid('csv_not_utf8', { line: csv.slice(0, lost).split(/\r\n|\r|\n/).length });
  const parsed = parseRows(csv);
  const first = parsed[0];
  if (!first) throw invalid('csv_empty');
  if (parsed.length > IMPORT_ROWS_MAX) throw invalid('csv_too_long', { rowsMax: IMPORT_ROWS_MAX });
  const columns = Object.keys(first.record);
  const unknown = columns.filter((name) => !isColumn(name) && !EXPORT_COLUMNS_PASSED.includes(name));
  if (unknown.length > 0) throw invalid('csv_unknown_column', { columns: unknown });
  const missing = IMPORT_COLUMNS_NEEDED.filter((name) => !columns.includes(name));
  if (missing.length > 0) throw invalid('csv_column_missing', { columns: missing });
  const used = columns.filter(isColumn);
  return parsed.map(({ record, info }) => ({
    line: info.lines,
    values: Object.fromEntries(used.map((name) => [name, csvText(record[name] ?? '')])),
  }));
}
