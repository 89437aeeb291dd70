import { authorize } from '@/server/platform/access';
import type { Context } from '@/server/platform/command';
import type { Db, Tx } from '@/server/platform/db/client';
import { oneAtATime } from '@/server/platform/db/one-at-a-time';
import { KenningError } from '@/server/platform/errors';
import { recordEvent } from '@/server/platform/events/record';
import { readPeopleCsv } from '../csv';
import { assertRealPeopleMayCome } from '../demo';
import { PEOPLE_EVENTS } from '../events';
import { findPerson, holdActor } from '../facts';
import { type ImportPlan, type ImportWorld, type PlannedPerson, planImport } from '../import.rules';
import { OPEN, writeInvitation } from '../invitations';
import type { Mailroom } from '../mails.schema';
import { holdManagers, writeAwaitedManager, writeJob, writeManager, writeMembership } from '../place';
import { COMPANY, companyPolicy } from '../policy';
import { createJobRole } from './job-roles';
import { createTeam } from './teams';

export const IMPORT_TRANSACTION_MS = 60_000;

async function loadWorld(db: Db, now: Date): Promise<ImportWorld> {
  const people = await db.person.findMany({
    select: {
      id: true,
      email: true,
      accessRole: true,
      deactivation: { select: { personId: true } },
      manager: { select: { email: true } },
      invitationAccepted: { select: { managerEmail: true } },
    },
  });
  const teams = await db.team.findMany({ select: { name: true } });
  const invitations = await db.invitation.findMany({
    where: OPEN(now),
    select: { email: true, managerEmail: true, managerId: true },
  });
  const addressOf = new Map(people.map((person) => [person.id, person.email]));
  const jobRoles = await db.jobRole.findMany({ select: { name: true, levels: { orderBy: { rank: 'asc' } } } });
  return {
    people: people.map((person) => ({
      email: person.email,
      accessRole: person.accessRole,
      active: person.deactivation === null,
      managerEmail: person.manager?.email ?? null,
      awaitedEmail: person.invitationAccepted?.managerEmail ?? null,
      wasInvited: person.invitationAccepted !== null,
    })),
    teams: teams.map((team) => team.name),
    openInvitations: invitations.map(({ email, managerEmail, managerId }) => ({
      email,
      managerEmail: managerEmail ?? addressOf.get(managerId ?? '') ?? null,
    })),
    jobRoles,
  };
}

async function makePlaces(ctx: Context, tx: Tx, plan: ImportPlan): Promise<void> {
  const within: Context = { ...ctx, db: tx };
  for (const name of plan.newTeams) await createTeam(within, { name, description: '' });
  for (const role of plan.newJobRoles) await createJobRole(within, role);
  for (const { jobRole, levels } of plan.newLevels) {
    const role = await tx.jobRole.update({
      where: { name: jobRole },
      data: { revision: { increment: 1 } },
      include: { levels: true },
    });
    const start = Math.max(-1, ...role.levels.map((level) => level.rank)) + 1;
    const data = levels.map((level, index) => ({ ...level, jobRoleId: role.id, rank: start + index }));
    await tx.jobLevel.createMany({ data });
    await recordEvent(tx, ctx, {
      type: PEOPLE_EVENTS.jobRoleChanged,
      subject: role.id,
      data: { seniorityChanged: false },
    });
  }
}

type Ids = {
  teams: Map<string, string>;
  jobRoles: Map<string, { id: string; levels: Map<string, string> }>;
  people: Map<string, string>;
};

async function loadIds(tx: Tx): Promise<Ids> {
  const teams = await tx.team.findMany({ select: { id: true, name: true } });
  const jobRoles = await tx.jobRole.findMany({ include: { levels: true } });
  const people = await tx.person.findMany({ where: { deactivation: null }, select: { id: true, email: true } });
  return {
    teams: new Map(teams.map((team) => [team.name, team.id])),
    jobRoles: new Map(
      jobRoles.map((role) => [
        role.name,
        { id: role.id, levels: new Map(role.levels.map((level) => [level.key, level.id])) },
      ]),
    ),
    people: new Map(people.map((person) => [person.email, person.id])),
  };
}

const isOutcome = (outcome: PlannedPerson['outcome']) => (row: PlannedPerson) => row.outcome === outcome;

function placeOf(row: Pick<PlannedPerson, 'jobRole' | 'levelKey' | 'managerEmail' | 'teams'>, ids: Ids) {
  const role = row.jobRole === null ? undefined : ids.jobRoles.get(row.jobRole);
  return {
    jobRoleId: role?.id ?? null,
    jobLevelId: (row.levelKey !== null && role?.levels.get(row.levelKey)) || null,
    managerId: (row.managerEmail !== null && ids.people.get(row.managerEmail)) || null,
    teamIds: row.teams.flatMap((name) => ids.teams.get(name) ?? []),
  };
}

/** Writes what the file says of somebody who is here; what it leaves empty stays. @returns whether anything changed */
async function updatePerson(ctx: Context, tx: Tx, row: PlannedPerson, ids: Ids): Promise<boolean> {
  const person = await findPerson(tx, ids.people.get(row.email) ?? '');
  if (!person) throw new Error('A person of the plan is gone, though people were held.');
  const place = placeOf(row, ids);
  let changed = false;
  if (place.jobRoleId !== null) {
    const keepsLevel = place.jobLevelId === null && place.jobRoleId === person.jobRoleId;
    const jobLevelId = keepsLevel ? person.jobLevelId : place.jobLevelId;
    changed = await writeJob(ctx, tx, person, { jobRoleId: place.jobRoleId, jobLevelId });
  }
  if (place.managerId !== null) {
    changed = (await writeManager(ctx, tx, person, place.managerId)) || changed;
  }
  if (row.managerEmail !== null) {
    // Whoever has not joined yet takes over when they do; whoever is here is the newest word on it (PE-C7).
    const awaited = place.managerId === null ? row.managerEmail : null;
    changed = (await writeAwaitedManager(ctx, tx, person.id, awaited)) || changed;
  }
  for (const teamId of place.teamIds) changed = (await writeMembership(ctx, tx, teamId, person.id)) || changed;
  return changed;
}

export type ImportResult = { invited: number; updated: number; unchanged: number };

async function apply(ctx: Context, tx: Tx, plan: ImportPlan, mailroom: Mailroom): Promise<ImportResult> {
  await makePlaces(ctx, tx, plan);
  const ids = await loadIds(tx);
  const result: ImportResult = { invited: 0, updated: 0, unchanged: 0 };
  // Managers are cleared of the circles that a half-applied file would close, before any new one is written.
  for (const row of plan.people) {
    const personId = row.outcome === 'update' && row.managerEmail !== null ? ids.people.get(row.email) : undefined;
    const person = personId ? await findPerson(tx, personId) : null;
    const next = row.managerEmail === null ? null : (ids.people.get(row.managerEmail) ?? null);
    if (person?.managerId && next !== null && person.managerId !== next) await writeManager(ctx, tx, person, null);
  }
  // Invitations first: who is here may await somebody whom this file invites.
  for (const { email, name, accessRole, ...row } of plan.people.filter(isOutcome('invite'))) {
    const place = placeOf(row, ids);
    const managerEmail = place.managerId === null ? row.managerEmail : null;
    await writeInvitation(ctx, tx, { ...place, email, name, accessRole, managerEmail }, mailroom);
    result.invited += 1;
  }
  for (const row of plan.people.filter(isOutcome('update'))) {
    result[(await updatePerson(ctx, tx, row, ids)) ? 'updated' : 'unchanged'] += 1;
  }
  result.unchanged += plan.people.filter(isOutcome('invited_already')).length;
  await recordEvent(tx, ctx, { type: PEOPLE_EVENTS.imported, subject: ctx.actor.personId, data: result });
  return result;
}

/** What importing the file would do, row by row, and what is wrong with it. Writes nothing, so demo accounts do not mind. */
export async function previewPeopleImport(ctx: Context, input: { csv: string }): Promise<ImportPlan> {
  authorize(companyPolicy, 'importPeople', ctx.actor, COMPANY);
  return planImport(readPeopleCsv(input.csv), await loadWorld(ctx.db, ctx.now));
}

/**
 * Imports people, teams, job roles, levels and managers: all of the file or nothing. People who are new are invited.
 * @throws KenningError conflict / demo_accounts_present; invalid / csv_…, import_has_problems
 */
export async function importPeople(ctx: Context, input: { csv: string }, mailroom: Mailroom): Promise<ImportResult> {
  authorize(companyPolicy, 'importPeople', ctx.actor, COMPANY);
  const rows = readPeopleCsv(input.csv);
  const work = async (tx: Tx): Promise<ImportResult> => {
    await oneAtATime(tx, 'people.import');
    await holdManagers(tx);
    authorize(companyPolicy, 'importPeople', await holdActor(ctx, tx), COMPANY);
    await assertRealPeopleMayCome(tx);
    const plan = planImport(rows, await loadWorld(tx, ctx.now));
    if (plan.problems.length > 0) {
      throw new KenningError('invalid', 'import_has_problems', { problems: plan.problems.length });
    }
    return apply(ctx, tx, plan, mailroom);
  };
  return '$transaction' in ctx.db ? ctx.db.$transaction(work, { timeout: IMPORT_TRANSACTION_MS }) : work(ctx.db);
}
