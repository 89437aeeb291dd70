import type { Context } from '@/server/platform/command';
import { type CsvColumns, csvOf } from '@/server/platform/csv';
import { PAGE_ROWS_MAX } from '../schema';
import { itemSessions } from './history.queries';
import type { ContributorOutput, SessionOutput } from './history.schema';

type Row = SessionOutput & ContributorOutput;

const COLUMNS: CsvColumns<Row> = [
  ['session', (row) => row.session],
  ['session_started_at', (row) => row.startedAt.toISOString()],
  ['session_ended_at', (row) => row.endedAt.toISOString()],
  ['session_restored', (row) => row.restored ?? ''],
  ['person', (row) => row.person?.name ?? ''],
  ['person_id', (row) => row.person?.id ?? ''],
  ['nobody', (row) => row.nobody ?? ''],
  ['first_at', (row) => row.firstAt.toISOString()],
  ['last_at', (row) => row.lastAt.toISOString()],
  ['characters_added', (row) => row.charsAdded?.toString() ?? ''],
  ['characters_removed', (row) => row.charsRemoved?.toString() ?? ''],
];

/** The sessions of an item, a line for everybody who wrote in one. @throws KenningError not_found */
export async function sessionsCsv(ctx: Context, input: { id: string }): Promise<AsyncGenerator<string>> {
  // Asked before the first line is sent, while the answer can still be that there is nothing.
  await itemSessions(ctx, { ...input, limit: 1 });
  return csvOf(COLUMNS, async (cursor) => {
    const { sessions, nextCursor } = await itemSessions(ctx, { ...input, limit: PAGE_ROWS_MAX, cursor });
    return { rows: sessions.flatMap((one) => one.contributors.map((own) => ({ ...one, ...own }))), nextCursor };
  });
}
