import type { AccessRole } from '@/prisma/generated/enums';
import type { ErrorParams } from '@/server/platform/errors.schema';
import { DEFAULT_LEVELS, levelKey } from './rules';
import { AccessRole as ACCESS_ROLES, email as emailShape, LEVELS_MAX, personName, TEAMS_OF_PERSON_MAX } from './schema';

/** Columns of the file. `email` and `name` must be there; an empty cell of somebody who is here leaves things as they are. */
export const IMPORT_COLUMNS = [
  'email',
  'name',
  'access_role',
  'job_role',
  'job_level',
  'senior_level',
  'teams',
  'manager_email',
] as const;
export type ImportColumn = (typeof IMPORT_COLUMNS)[number];
/** Of an exported list: read past, since people are known by their address here. */
export const EXPORT_COLUMNS_PASSED: readonly string[] = ['id', 'reports_to'];
export const IMPORT_COLUMNS_NEEDED: readonly ImportColumn[] = ['email', 'name'];
export const IMPORT_ROWS_MAX = 1_000;
/** Several teams stand in one cell, with | or ; between them; a name that holds one of these stands in quotes. */
const TEAM_IN_CELL = /\s*"((?:[^"]|"")*)"\s*(?=[|;]|$)|[^|;]+/g;

export type ImportRow = { line: number; values: Partial<Record<ImportColumn, string>> };
export type ImportProblem = { line: number; column: string; reason: string; params: ErrorParams };

type Level = { key: string; name: string; senior: boolean };
export type KnownPerson = {
  email: string;
  active: boolean;
  accessRole: AccessRole;
  managerEmail: string | null;
  /** Who takes over as their manager on joining. */
  awaitedEmail: string | null;
  /** Came by an invitation, which can remember a manager who is still to come. */
  wasInvited: boolean;
};
export type ImportWorld = {
  people: readonly KnownPerson[];
  openInvitations: readonly { email: string; managerEmail: string | null }[];
  teams: readonly string[];
  jobRoles: readonly { name: string; levels: readonly Level[] }[];
};

export type PlannedPerson = {
  line: number;
  outcome: 'invite' | 'update' | 'invited_already';
  email: string;
  name: string;
  accessRole: AccessRole;
  jobRole: string | null;
  levelKey: string | null;
  teams: string[];
  managerEmail: string | null;
};

export type ImportPlan = {
  people: PlannedPerson[];
  newTeams: string[];
  newJobRoles: { name: string; levels: Level[] }[];
  newLevels: { jobRole: string; levels: Level[] }[];
  problems: ImportProblem[];
};

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Collects names that come in any case of letters under the first spelling. */
class Spellings {
  private readonly first = new Map<string, string>();

  constructor(known: readonly string[]) {
    for (const name of known) this.first.set(name.toLowerCase(), name);
  }

  /** @returns the spelling to use, and whether it was not there before */
  take(name: string): { name: string; isNew: boolean } {
    const there = this.first.get(name.toLowerCase());
    if (there !== undefined) return { name: there, isNew: false };
    this.first.set(name.toLowerCase(), name);
    return { name, isNew: true };
  }
}

const SENIOR_WORDS = new Map([
  ...['yes', 'true', '1'].map((word) => [word, true] as const),
  ...['no', 'false', '0'].map((word) => [word, false] as const),
]);

type LevelCell = { row: ImportRow; role: string; name: string; senior: boolean | null };

/** What the file says of levels, a cell at a time; `null` in `senior` where it says nothing. */
function levelCells(rows: readonly ImportRow[], problems: ImportProblem[]): LevelCell[] {
  const cells: LevelCell[] = [];
  for (const row of rows) {
    const { job_role: role = '', job_level: name = '', senior_level: word = '' } = row.values;
    const senior = word === '' ? null : SENIOR_WORDS.get(word.toLowerCase());
    if (senior === undefined) {
      problems.push({ line: row.line, column: 'senior_level', reason: 'yes_or_no', params: { value: word } });
    } else if (name === '' && senior !== null) {
      problems.push({ line: row.line, column: 'senior_level', reason: 'senior_without_level', params: {} });
    } else if (name !== '' && role === '') {
      problems.push({ line: row.line, column: 'job_level', reason: 'level_without_role', params: {} });
    } else if (name !== '' && !personName.safeParse(name).success) {
      problems.push({ line: row.line, column: 'job_level', reason: 'name', params: {} });
    } else if (name !== '') {
      cells.push({ row, role, name, senior });
    }
  }
  return cells;
}

const findLevel = <L extends Level>(levels: readonly L[], name: string): L | undefined =>
  levels.find((level) => same(level.name, name)) ?? levels.find((level) => same(level.key, name));

/** A new role gets the usual levels when the file names no others; else those of the file, in its order. */
function levelsOfRole(known: readonly Level[] | null, cells: readonly LevelCell[], problems: ImportProblem[]): Level[] {
  const usual = cells.every((cell) => findLevel(DEFAULT_LEVELS, cell.name));
  const there = known ?? (usual ? DEFAULT_LEVELS : []);
  const levels: Level[] = [...there];
  const fromFile = new Set<string>();
  for (const cell of cells) {
    // Keys are known of what is there already; those that the file's own levels get, nobody has typed.
    const level = levels.find((other) => same(other.name, cell.name)) ?? findLevel(there, cell.name);
    const where = { line: cell.row.line, column: 'senior_level' };
    if (!level) {
      const key = levelKey(
        cell.name,
        levels.map((other) => other.key),
      );
      levels.push({ key, name: cell.name, senior: cell.senior ?? false });
      fromFile.add(key);
    } else if (cell.senior !== null && cell.senior !== level.senior) {
      const reason = fromFile.has(level.key) ? 'senior_said_differently' : 'senior_differs';
      problems.push({ ...where, reason, params: { level: level.name } });
    }
  }
  if (levels.length > LEVELS_MAX) {
    const line = cells[0]?.row.line ?? 0;
    problems.push({ line, column: 'job_level', reason: 'too_many_levels', params: { levelsMax: LEVELS_MAX } });
  }
  return levels;
}

type PlannedRoles = { of: Map<string, { name: string; levels: Level[]; known: readonly Level[] | null }> };

function planRoles(rows: readonly ImportRow[], world: ImportWorld, problems: ImportProblem[]): PlannedRoles {
  const spellings = new Spellings(world.jobRoles.map((role) => role.name));
  const cells = levelCells(rows, problems);
  const of: PlannedRoles['of'] = new Map();
  for (const row of rows) {
    const typed = row.values.job_role ?? '';
    if (typed === '' || of.has(typed.toLowerCase())) continue;
    if (!personName.safeParse(typed).success) {
      problems.push({ line: row.line, column: 'job_role', reason: 'name', params: {} });
      continue;
    }
    const { name } = spellings.take(typed);
    const known = world.jobRoles.find((role) => role.name === name)?.levels ?? null;
    const own = cells.filter((cell) => same(cell.role, typed));
    of.set(typed.toLowerCase(), { name, known, levels: levelsOfRole(known, own, problems) });
  }
  return { of };
}

/** Shape and identity of one row: who it is, and whether they come, stay or wait. */
function planPerson(
  row: ImportRow,
  world: { people: Map<string, KnownPerson>; invited: Set<string> },
  problem: (column: ImportColumn, reason: string, params?: ErrorParams) => void,
): Pick<PlannedPerson, 'outcome' | 'email' | 'name' | 'accessRole'> | null {
  const email = emailShape.safeParse(row.values.email ?? '');
  const name = personName.safeParse(row.values.name ?? '');
  const role = (row.values.access_role || 'member').toLowerCase();
  const accessRole = Object.values(ACCESS_ROLES).find((known) => known === role);
  if (!email.success) problem('email', 'email', { value: row.values.email ?? '' });
  if (!name.success) problem('name', 'name');
  if (!accessRole) problem('access_role', 'access_role', { value: role });
  if (!email.success || !name.success || !accessRole) return null;
  const person = world.people.get(email.data);
  if (person && !person.active) problem('email', 'person_has_left');
  if (person && row.values.access_role && person.accessRole !== accessRole) {
    problem('access_role', 'access_role_of_person_here', { accessRole: person.accessRole });
  }
  const waiting = world.invited.has(email.data) ? 'invited_already' : 'invite';
  return { outcome: person ? 'update' : waiting, email: email.data, name: name.data, accessRole };
}

/** PE-M1 over the file, those who are here and those who are invited, together. */
function findCircles(plan: readonly PlannedPerson[], world: ImportWorld, problems: ImportProblem[]): void {
  const here = new Map(world.people.map((person) => [person.email, person]));
  const managersOf = new Map<string, (string | null)[]>();
  for (const { email, managerEmail } of world.openInvitations) managersOf.set(email, [managerEmail]);
  for (const { email, managerEmail, awaitedEmail } of world.people) managersOf.set(email, [managerEmail, awaitedEmail]);
  const saying = plan.filter((row) => row.managerEmail !== null && row.outcome !== 'invited_already');
  for (const { email, managerEmail } of saying) {
    // Whoever is still to come takes over later: until then the manager of today counts, and then they do.
    const today = here.has(managerEmail ?? '') ? null : (here.get(email)?.managerEmail ?? null);
    managersOf.set(email, [managerEmail, today]);
  }
  for (const row of saying) {
    // Grows while it is walked, until nobody further up is left.
    const above = new Set(managersOf.get(row.email));
    for (const email of above) for (const next of managersOf.get(email ?? '') ?? []) above.add(next);
    if (above.has(row.email)) {
      problems.push({ line: row.line, column: 'manager_email', reason: 'manager_cycle', params: {} });
    }
  }
}

function teamsOf(cell: string): string[] {
  return [...cell.matchAll(TEAM_IN_CELL)]
    .map(([text, quoted]) => (quoted?.replaceAll('""', '"') ?? text).trim())
    .filter((name) => name !== '');
}

/** Several teams as one cell, from which an import reads the same names. */
export function teamsCell(names: readonly string[]): string {
  return names.map((name) => (/[|;"]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)).join('; ');
}

/**
 * What importing the rows would do, and every reason against it. Nothing is written while a single problem is left.
 * @param rows the file's rows in order; @param world who and what is here already
 */
export function planImport(rows: readonly ImportRow[], world: ImportWorld): ImportPlan {
  const problems: ImportProblem[] = [];
  const people = new Map(world.people.map((person) => [person.email, person]));
  const invited = new Set(world.openInvitations.map((invitation) => invitation.email));
  const roles = planRoles(rows, world, problems);
  const teams = new Spellings(world.teams);
  const newTeams: string[] = [];
  const planned = new Map<string, PlannedPerson>();
  const inFile = new Set(rows.map((row) => (row.values.email ?? '').trim().toLowerCase()));

  for (const row of rows) {
    const problem = (column: ImportColumn, reason: string, params: ErrorParams = {}) => {
      problems.push({ line: row.line, column, reason, params });
    };
    const who = planPerson(row, { people, invited }, problem);
    if (!who) continue;
    if (planned.has(who.email)) problem('email', 'email_twice', { line: planned.get(who.email)?.line ?? 0 });
    const names = teamsOf(row.values.teams ?? '');
    if (names.length > TEAMS_OF_PERSON_MAX) problem('teams', 'too_many_teams', { teamsMax: TEAMS_OF_PERSON_MAX });
    if (names.some((name) => !personName.safeParse(name).success)) problem('teams', 'name');
    const taken = names.map((name) => teams.take(name));
    newTeams.push(...taken.filter((team) => team.isNew).map((team) => team.name));
    const manager = (row.values.manager_email ?? '').toLowerCase() || null;
    if (manager !== null) {
      const here = people.get(manager)?.active === true;
      if (!here && (people.has(manager) || !(inFile.has(manager) || invited.has(manager)))) {
        problem('manager_email', 'no_such_manager', { value: manager });
      } else if (!here && people.get(who.email)?.wasInvited === false) {
        problem('manager_email', 'manager_still_invited', { value: manager });
      }
    }
    const role = roles.of.get((row.values.job_role ?? '').toLowerCase());
    const level = role && row.values.job_level ? findLevel(role.levels, row.values.job_level) : undefined;
    planned.set(who.email, {
      ...who,
      line: row.line,
      jobRole: role?.name ?? null,
      levelKey: level?.key ?? null,
      teams: [...new Set(taken.map((team) => team.name))],
      managerEmail: manager,
    });
  }
  findCircles([...planned.values()], world, problems);
  const distinct = [...roles.of.values()];
  return {
    people: [...planned.values()],
    newTeams,
    newJobRoles: distinct.filter((role) => role.known === null).map(({ name, levels }) => ({ name, levels })),
    newLevels: distinct
      .filter((role) => role.known !== null && role.levels.length > role.known.length)
      .map((role) => ({ jobRole: role.name, levels: role.levels.slice(role.known?.length ?? 0) })),
    problems: problems.sort((one, other) => one.line - other.line),
  };
}
