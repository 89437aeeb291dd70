import type { Context } from '@/server/platform/command';
import { type CsvColumns, csvOf } from '@/server/platform/csv';
import { PAGE_ROWS_MAX } from '@/server/platform/scalars.schema';
import { teamsCell } from './import.rules';
import { personPolicy } from './policy';
import { listPeople } from './queries';
import type { PersonRow } from './records.schema';
import type { PeopleFilters } from './schema';

type Line = PersonRow & { managerEmail: string | null };

/** What `readPeopleCsv` reads: whoever may import people can import their export again, and nothing changes (PE-C9). */
const COLUMNS: CsvColumns<Line> = [
  ['id', (person) => person.id],
  ['name', (person) => person.name],
  // Empty where the one who asked may not see it.
  ['email', (person) => person.email ?? ''],
  ['job_role', (person) => person.jobRole?.name ?? ''],
  ['job_level', (person) => person.jobLevel?.name ?? ''],
  ['teams', (person) => teamsCell(person.teams.map((team) => team.name))],
  ['reports_to', (person) => person.manager?.name ?? ''],
  ['manager_email', (person) => person.managerEmail ?? ''],
  ['access_role', (person) => person.accessRole],
];

/**
 * The addresses of managers for who may see them. Not of one who has left, whom nobody can be given, nor where somebody
 * still to come is awaited, who would then no longer take over: an import leaves as it is what is empty.
 */
async function withManagerEmails(ctx: Context, people: readonly PersonRow[]): Promise<Line[]> {
  const ids = people.flatMap((person) => person.manager?.id ?? []);
  const managers = await ctx.db.person.findMany({
    where: { id: { in: ids }, deactivation: null },
    select: { id: true, email: true },
  });
  const awaiting = await ctx.db.invitation.findMany({
    where: { acceptedById: { in: people.map((person) => person.id) }, managerEmail: { not: null } },
    select: { acceptedById: true },
  });
  const seen = managers.filter(({ id }) => personPolicy.readContact(ctx.actor, { id, active: true }));
  const emails = new Map(seen.map(({ id, email }) => [id, email]));
  const waits = new Set(awaiting.map((invitation) => invitation.acceptedById));
  return people.map((person) => ({
    ...person,
    managerEmail: waits.has(person.id) ? null : (emails.get(person.manager?.id ?? '') ?? null),
  }));
}

/** The whole list for who asked for it: the same rows, and of each no more than the list shows them. */
export function peopleCsv(ctx: Context, input: PeopleFilters): AsyncGenerator<string> {
  return csvOf(COLUMNS, async (cursor) => {
    const { people, nextCursor } = await listPeople(ctx, { ...input, limit: PAGE_ROWS_MAX, cursor });
    return { rows: await withManagerEmails(ctx, people), nextCursor };
  });
}
