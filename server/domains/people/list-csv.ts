import type { Context } from '@/server/platform/command';
import { type CsvColumns, csvOf } from '@/server/platform/csv';
import { PAGE_ROWS_MAX } from '@/server/platform/scalars.schema';
import { listPeople } from './queries';
import type { PersonRow } from './records.schema';
import type { PeopleFilters } from './schema';

const COLUMNS: CsvColumns<PersonRow> = [
  ['id', (person) => person.id],
  ['name', (person) => person.name],
  // Empty where the one who asked may not see it.
  ['email', (person) => person.email ?? ''],
  ['job_role', (person) => person.jobRole?.name ?? ''],
  ['job_level', (person) => person.jobLevel?.name ?? ''],
  ['teams', (person) => person.teams.map((team) => team.name).join('; ')],
  ['reports_to', (person) => person.manager?.name ?? ''],
  ['access_role', (person) => person.accessRole],
];

/** The whole list for who asked for it: the same rows, and of each no more than the list shows them. */
export function peopleCsv(ctx: Context, input: PeopleFilters): AsyncGenerator<string> {
  return csvOf(COLUMNS, async (cursor) => {
    const { people, nextCursor } = await listPeople(ctx, { ...input, limit: PAGE_ROWS_MAX, cursor });
    return { rows: people, nextCursor };
  });
}
