import type { Prisma } from '@/prisma/generated/client';
import { abilities, authorize, isAdministrator } from '@/server/platform/access';
import type { Context } from '@/server/platform/command';
import type { Db } from '@/server/platform/db/client';
import { escapeLike } from '@/server/platform/db/like';
import { notFound } from '@/server/platform/errors';
import { mayOperate } from '@/server/platform/operator/policy';
import { afterCursor, writeCursor } from './cursor';
import { COMPANY, companyPolicy, personPolicy, readablePeople } from './policy';
import type {
  JobRoleList,
  Me,
  PeoplePage,
  PersonRecord,
  PersonRef,
  PersonRow,
  TeamList,
  TeamName,
} from './records.schema';
import { type ListPeopleInput, type ListTeamsInput, PICKER_ROWS_MAX, type SearchPeopleInput } from './schema';

const REF = { id: true, name: true, deactivation: { select: { personId: true } } } satisfies Prisma.PersonSelect;

type RefRow = { id: string; name: string; deactivation: { personId: string } | null };

const toRef = (row: RefRow): PersonRef => ({ id: row.id, name: row.name, left: row.deactivation !== null });

/** A record is read in several queries: what one names may be gone when the next looks for it, and is left out. */
const present = <T>(read: readonly (T | null)[]): T[] => read.filter((one) => one !== null);

const ROW = {
  ...REF,
  email: true,
  accessRole: true,
  jobRole: { select: { id: true, name: true } },
  jobLevel: { select: { id: true, key: true, name: true, senior: true } },
  teams: { select: { team: { select: { id: true, name: true } } }, orderBy: { team: { name: 'asc' } } },
  manager: { select: REF },
} satisfies Prisma.PersonSelect;

function toRow(ctx: Context, row: Prisma.PersonGetPayload<{ select: typeof ROW }>): PersonRow {
  const facts = { id: row.id, active: row.deactivation === null };
  return {
    ...toRef(row),
    email: personPolicy.readContact(ctx.actor, facts) ? row.email : null,
    accessRole: row.accessRole,
    jobRole: row.jobRole,
    jobLevel: row.jobLevel,
    teams: present(row.teams.map((membership) => membership.team)),
    manager: row.manager && toRef(row.manager),
  };
}

/** As the database folds names, so that with or without an accent one finds the same. */
const foldWord = (word: string): string =>
  word
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();

/** A name for everybody; an address only for who may see addresses, or a search would give them away. */
function matching(ctx: Context, search: string | undefined): Prisma.PersonWhereInput {
  if (!search) return {};
  const words = search.split(/\s+/).map((word) => ({ contains: escapeLike(word), mode: 'insensitive' as const }));
  const bare = search.split(/\s+/).map((word) => ({ contains: escapeLike(foldWord(word)) }));
  const byName = { AND: words.map((name, index) => ({ OR: [{ name }, { nameFolded: bare[index] }] })) };
  if (!isAdministrator(ctx.actor)) return byName;
  return { OR: [byName, { AND: words.map((email) => ({ email })) }] };
}

/** People by name, a page at a time. Filters narrow what the policy lets through, never more. */
export async function listPeople(ctx: Context, input: ListPeopleInput): Promise<PeoplePage> {
  authorize(companyPolicy, 'read', ctx.actor, COMPANY);
  const where: Prisma.PersonWhereInput = {
    AND: [
      readablePeople(ctx.actor),
      matching(ctx, input.search),
      input.active ? { deactivation: null } : { deactivation: { isNot: null } },
      input.teamId ? { teams: { some: { teamId: input.teamId } } } : {},
      input.jobRoleId ? { jobRoleId: input.jobRoleId } : {},
      input.accessRole ? { accessRole: input.accessRole } : {},
      input.managerId ? { managerId: input.managerId } : {},
    ],
  };
  const rows = await ctx.db.person.findMany({
    where: { AND: [where, afterCursor(input.cursor)] },
    select: ROW,
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: input.limit + 1,
  });
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    people: page.map((row) => toRow(ctx, row)),
    total: await ctx.db.person.count({ where }),
    nextCursor: last && rows.length > page.length ? writeCursor(last) : null,
  };
}

/** @throws KenningError not_found */
export async function getPerson(ctx: Context, input: { id: string }): Promise<PersonRecord> {
  const row = await ctx.db.person.findUnique({
    where: { id: input.id },
    select: {
      ...ROW,
      timeZone: true,
      createdAt: true,
      reports: { where: { deactivation: null }, select: REF, orderBy: { name: 'asc' } },
      deactivation: { select: { personId: true, at: true, reason: true, handedOverTo: true, by: { select: REF } } },
    },
  });
  if (!row) throw notFound();
  const facts = { id: row.id, active: row.deactivation === null };
  authorize(personPolicy, 'read', ctx.actor, facts);
  const successor = row.deactivation?.handedOverTo
    ? await ctx.db.person.findUnique({ where: { id: row.deactivation.handedOverTo }, select: REF })
    : null;
  return {
    ...toRow(ctx, row),
    timeZone: row.timeZone,
    since: row.createdAt,
    reports: row.reports.map(toRef),
    deactivation: row.deactivation && {
      at: row.deactivation.at,
      reason: row.deactivation.reason,
      by: row.deactivation.by && toRef(row.deactivation.by),
      handedOverTo: successor && toRef(successor),
    },
    can: abilities(personPolicy, ctx.actor, facts),
  };
}

/** For fields that name people: active people by name, and those already named. */
export async function searchPeople(ctx: Context, input: SearchPeopleInput) {
  authorize(companyPolicy, 'read', ctx.actor, COMPANY);
  const select = { ...REF, jobRole: { select: { name: true } }, jobLevel: { select: { name: true } } };
  const orderBy = [{ name: 'asc' as const }, { id: 'asc' as const }];
  const found = await ctx.db.person.findMany({
    where: { AND: [matching(ctx, input.search), { deactivation: null }] },
    select,
    orderBy,
    take: PICKER_ROWS_MAX,
  });
  const missing = input.ids.filter((id) => !found.some((row) => row.id === id));
  const named = missing.length
    ? await ctx.db.person.findMany({
        where: { AND: [{ id: { in: missing } }, readablePeople(ctx.actor)] },
        select,
        orderBy,
      })
    : [];
  return [...named, ...found].map((row) => ({ ...toRef(row), job: row.jobLevel?.name ?? row.jobRole?.name ?? null }));
}

/** People as whatever refers to them names them: also who has left, without anything else of them. */
export async function namePeople(db: Db, ids: readonly string[]): Promise<PersonRef[]> {
  if (ids.length === 0) return [];
  return (await db.person.findMany({ where: { id: { in: [...ids] } }, select: REF })).map(toRef);
}

/** What teams there are, by name, for whoever chooses among them. */
export async function listTeamNames(ctx: Context): Promise<TeamName[]> {
  authorize(companyPolicy, 'read', ctx.actor, COMPANY);
  return ctx.db.team.findMany({ select: { id: true, name: true }, orderBy: { name: 'asc' } });
}

/** Teams by name with their active members, a page at a time. */
export async function listTeams(ctx: Context, input: ListTeamsInput): Promise<TeamList> {
  authorize(companyPolicy, 'read', ctx.actor, COMPANY);
  const rows = await ctx.db.team.findMany({
    where: afterCursor(input.cursor),
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: input.limit + 1,
    select: {
      id: true,
      name: true,
      description: true,
      members: {
        where: { person: { deactivation: null } },
        select: { person: { select: REF } },
        orderBy: { person: { name: 'asc' } },
      },
    },
  });
  const teams = rows.slice(0, input.limit);
  const last = teams.at(-1);
  return {
    nextCursor: last && rows.length > teams.length ? writeCursor(last) : null,
    teams: teams.map((team) => ({
      ...team,
      members: present(team.members.map((membership) => membership.person)).map(toRef),
    })),
    can: { manage: abilities(companyPolicy, ctx.actor, COMPANY).manageTeams },
  };
}

/** Job roles by name with their levels in order, and how many active people hold each. */
export async function listJobRoles(ctx: Context): Promise<JobRoleList> {
  authorize(companyPolicy, 'read', ctx.actor, COMPANY);
  const people = { select: { people: { where: { deactivation: null } } } };
  const roles = await ctx.db.jobRole.findMany({
    orderBy: { name: 'asc' },
    include: { levels: { orderBy: { rank: 'asc' }, include: { _count: people } }, _count: people },
  });
  return {
    jobRoles: roles.map((role) => ({
      id: role.id,
      name: role.name,
      revision: role.revision,
      people: role._count.people,
      levels: role.levels.map(({ id, key, name, senior, _count }) => ({
        id,
        key,
        name,
        senior,
        people: _count.people,
      })),
    })),
    can: { manage: abilities(companyPolicy, ctx.actor, COMPANY).manageJobRoles },
  };
}

/** The person who asks, and what the installation lets them do. */
export async function getMe(ctx: Context): Promise<Me> {
  authorize(companyPolicy, 'read', ctx.actor, COMPANY);
  const person = await ctx.db.person.findUnique({ where: { id: ctx.actor.personId }, select: { email: true } });
  if (!person) throw notFound();
  const { personId: id, name, timeZone, accessRole } = ctx.actor;
  const company = abilities(companyPolicy, ctx.actor, COMPANY);
  return {
    id,
    name,
    timeZone,
    accessRole,
    email: person.email,
    can: { invite: company.invite, operate: mayOperate(ctx.actor) },
  };
}
