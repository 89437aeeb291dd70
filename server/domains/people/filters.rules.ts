import { AccessRole, type PeopleFilters } from './schema';

export const PEOPLE_FILTER_KEYS = ['q', 'team', 'role', 'access', 'left'] as const;

/** The list's filters in the address, as the server is asked. What the address says wrongly is left out. */
export function peopleFiltersFrom(one: (key: string) => string | null): PeopleFilters {
  const access = Object.values(AccessRole).find((role) => role === one('access'));
  const search = one('q')?.trim().slice(0, 200);
  return {
    search: search || undefined,
    teamId: one('team') ?? undefined,
    jobRoleId: one('role') ?? undefined,
    accessRole: access,
    active: one('left') !== '1',
  };
}
