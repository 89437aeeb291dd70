import type { Actor } from '@/server/platform/access';
import type { Context } from '@/server/platform/command';
import type { Tx } from '@/server/platform/db/client';
import { oneAtATime } from '@/server/platform/db/one-at-a-time';
import { demand } from '@/server/platform/errors';
import { recordEvent } from '@/server/platform/events/record';
import { PEOPLE_EVENTS } from './events';
import { type LoadedPerson, managersAbove } from './facts';
import { OPEN } from './invitations';
import { managerMayBe } from './rules';

/** Whoever acts; null for the product itself. */
type By = { actor: Actor | null; now: Date };

/** Call before anything else that reads or writes managers: of two circles closed at once, one must lose. */
export function holdManagers(tx: Tx): Promise<void> {
  return oneAtATime(tx, 'people.managers');
}

/** Writes a job that was checked. @returns whether anything changed */
export async function writeJob(
  ctx: Context,
  tx: Tx,
  person: LoadedPerson,
  job: { jobRoleId: string | null; jobLevelId: string | null },
): Promise<boolean> {
  if (person.jobRoleId === job.jobRoleId && person.jobLevelId === job.jobLevelId) return false;
  await tx.person.update({ where: { id: person.id }, data: job });
  await recordEvent(tx, ctx, { type: PEOPLE_EVENTS.jobChanged, subject: person.id, data: job });
  return true;
}

/**
 * Writes a manager, with managers held. @returns whether anything changed
 * @throws KenningError conflict / manager_cycle
 */
export async function writeManager(
  by: By,
  tx: Tx,
  person: { id: string; managerId: string | null },
  managerId: string | null,
): Promise<boolean> {
  if (person.managerId === managerId) return false;
  if (managerId !== null) demand(managerMayBe(person.id, await managersAbove(tx, managerId)), 'conflict');
  await tx.person.update({ where: { id: person.id }, data: { managerId } });
  const data = { from: person.managerId, to: managerId };
  await recordEvent(tx, by, { type: PEOPLE_EVENTS.managerChanged, subject: person.id, data });
  return true;
}

/**
 * Remembers, on the invitation by which the person came, a manager who is still invited and takes over when they join;
 * null forgets whom an earlier file named. @returns whether anything changed
 */
export async function writeAwaitedManager(by: By, tx: Tx, personId: string, email: string | null): Promise<boolean> {
  const came = await tx.invitation.findFirst({
    where: { acceptedById: personId },
    select: { id: true, managerEmail: true },
  });
  if (!came || came.managerEmail === email) return false;
  await tx.invitation.update({ where: { id: came.id }, data: { managerEmail: email } });
  const open = email === null ? null : await tx.invitation.findFirst({ where: { email, ...OPEN(by.now) } });
  const data = { invitationId: open?.id ?? null };
  await recordEvent(tx, by, { type: PEOPLE_EVENTS.managerAwaited, subject: personId, data });
  return true;
}

/** @returns whether the person was not in the team before */
export async function writeMembership(ctx: Context, tx: Tx, teamId: string, personId: string): Promise<boolean> {
  const added = await tx.teamMembership.createMany({
    data: { teamId, personId, since: ctx.now },
    skipDuplicates: true,
  });
  if (added.count === 0) return false;
  await recordEvent(tx, ctx, { type: PEOPLE_EVENTS.teamMemberAdded, subject: teamId, data: { personId } });
  return true;
}
