import { authorize } from '@/server/platform/access';
import type { Context } from '@/server/platform/command';
import { inTransaction, type Tx } from '@/server/platform/db/client';
import { invalid, KenningError, notFound } from '@/server/platform/errors';
import { recordEvent } from '@/server/platform/events/record';
import { PEOPLE_EVENTS } from '../events';
import { findPerson, holdActor } from '../facts';
import { writeMembership } from '../place';
import { COMPANY, companyPolicy } from '../policy';
import type { CreateTeamInput, RenameTeamInput, TeamMemberInput } from '../schema';
import { isNameTaken } from '../taken';

async function teamMustBe(tx: Tx, teamId: string): Promise<void> {
  if (!(await tx.team.findUnique({ where: { id: teamId }, select: { id: true } }))) throw notFound();
}

/** @throws KenningError conflict / team_name_taken */
export async function createTeam(ctx: Context, input: CreateTeamInput): Promise<{ teamId: string }> {
  return inTransaction(ctx.db, async (tx) => {
    authorize(companyPolicy, 'manageTeams', await holdActor(ctx, tx), COMPANY);
    if (await isNameTaken(tx, 'team', input.name)) throw new KenningError('conflict', 'team_name_taken');
    const { id } = await tx.team.create({ data: { ...input, createdAt: ctx.now }, select: { id: true } });
    await recordEvent(tx, ctx, { type: PEOPLE_EVENTS.teamCreated, subject: id });
    return { teamId: id };
  });
}

/** Changes a team's name and description. @throws KenningError not_found; conflict / team_name_taken */
export async function renameTeam(ctx: Context, input: RenameTeamInput): Promise<void> {
  const { teamId, name, description } = input;
  await inTransaction(ctx.db, async (tx) => {
    authorize(companyPolicy, 'manageTeams', await holdActor(ctx, tx), COMPANY);
    await teamMustBe(tx, teamId);
    if (await isNameTaken(tx, 'team', name, teamId)) throw new KenningError('conflict', 'team_name_taken');
    await tx.team.update({ where: { id: teamId }, data: { name, description } });
    await recordEvent(tx, ctx, { type: PEOPLE_EVENTS.teamRenamed, subject: teamId });
  });
}

/** Doing it twice is no error. @throws KenningError not_found; invalid / no_such_person when the person has left */
export async function addTeamMember(ctx: Context, input: TeamMemberInput): Promise<void> {
  await inTransaction(ctx.db, async (tx) => {
    authorize(companyPolicy, 'manageTeams', await holdActor(ctx, tx), COMPANY);
    await teamMustBe(tx, input.teamId);
    const person = await findPerson(tx, input.personId);
    if (!person?.active) throw invalid('no_such_person');
    await writeMembership(ctx, tx, input.teamId, input.personId);
  });
}

/** Doing it twice is no error. @throws KenningError not_found */
export async function removeTeamMember(ctx: Context, input: TeamMemberInput): Promise<void> {
  const { teamId, personId } = input;
  await inTransaction(ctx.db, async (tx) => {
    authorize(companyPolicy, 'manageTeams', await holdActor(ctx, tx), COMPANY);
    await teamMustBe(tx, teamId);
    const removed = await tx.teamMembership.deleteMany({ where: { teamId, personId } });
    if (removed.count === 0) return;
    await recordEvent(tx, ctx, { type: PEOPLE_EVENTS.teamMemberRemoved, subject: teamId, data: { personId } });
  });
}
