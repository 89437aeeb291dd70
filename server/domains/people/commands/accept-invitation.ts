import type { Invitation } from '@/prisma/generated/client';
import { addressKey, hashPassword, hashSecret, refundAttempt, spendAttempt } from '@/server/platform/auth';
import { inTransaction, type Tx } from '@/server/platform/db/client';
import { oneAtATime } from '@/server/platform/db/one-at-a-time';
import { demand, KenningError } from '@/server/platform/errors';
import { recordEvent } from '@/server/platform/events/record';
import { assertRealPeopleMayCome } from '../demo';
import { PEOPLE_EVENTS } from '../events';
import { managersAbove, type PublicContext } from '../facts';
import { closeInvitationsBefore } from '../invitations';
import { holdManagers, writeAwaitedManager, writeManager } from '../place';
import { invitationState, managerMayBe, passwordMayBe } from '../rules';
import type { AcceptInvitationInput } from '../schema';

/** One answer for a link that is unknown, used, revoked or too old, and for an address that has an account by now. */
function linkDoesNotWork(): KenningError {
  return new KenningError('invalid', 'link_does_not_work');
}

/** What still exists of the place that the invitation names: teams and levels may have gone since. */
async function placeThatIsLeft(tx: Tx, invitation: Invitation) {
  const level = invitation.jobLevelId
    ? await tx.jobLevel.findUnique({ where: { id: invitation.jobLevelId }, select: { id: true, jobRoleId: true } })
    : null;
  const role = invitation.jobRoleId
    ? await tx.jobRole.findUnique({ where: { id: invitation.jobRoleId }, select: { id: true } })
    : null;
  const manager = await tx.person.findFirst({
    where: {
      deactivation: null,
      OR: [{ id: invitation.managerId ?? '' }, { email: invitation.managerEmail ?? '' }],
    },
    select: { id: true },
  });
  const teams = await tx.team.findMany({ where: { id: { in: invitation.teamIds } }, select: { id: true } });
  return {
    jobRoleId: role?.id ?? null,
    jobLevelId: level && level.jobRoleId === role?.id ? level.id : null,
    managerId: manager?.id ?? null,
    teamIds: teams.map((team) => team.id),
  };
}

/** PE-C7: who awaited somebody as their manager gets them now, unless that would close a circle. */
async function takeOverReports(tx: Tx, now: Date, manager: { id: string; email: string }): Promise<void> {
  const by = { actor: null, now };
  const waiting = await tx.person.findMany({
    where: { id: { not: manager.id }, invitationAccepted: { managerEmail: manager.email } },
    select: { id: true, managerId: true },
  });
  const above = await managersAbove(tx, manager.id);
  for (const person of waiting) {
    if (managerMayBe(person.id, above).ok) await writeManager(by, tx, person, manager.id);
    await writeAwaitedManager(by, tx, person.id, null);
  }
}

/**
 * Makes an account out of an invitation: password, role, teams and manager at once.
 * @throws KenningError invalid / link_does_not_work, password_…; rate_limited after many wrong links
 */
export async function acceptInvitation(
  ctx: PublicContext,
  input: AcceptInvitationInput,
): Promise<{ personId: string; email: string }> {
  const spent = await spendAttempt(ctx, addressKey('invitation', ctx.address));
  const tokenHash = hashSecret(input.token);
  const seen = await ctx.db.invitation.findUnique({ where: { tokenHash } });
  // Before the costly password: a link that was good once may be tried again and again.
  if (!seen || invitationState(seen, ctx.now) !== 'open') throw linkDoesNotWork();
  await refundAttempt(ctx, spent);
  demand(passwordMayBe(input.password, { email: seen.email, name: input.name }));
  const passwordHash = await hashPassword(input.password);

  return inTransaction(ctx.db, async (tx) => {
    await assertRealPeopleMayCome(tx);
    await holdManagers(tx);
    await oneAtATime(tx, `people.email.${seen.email}`);
    await tx.$queryRaw`SELECT id FROM invitation WHERE token_hash = ${tokenHash} FOR UPDATE`;
    const invitation = await tx.invitation.findUnique({ where: { tokenHash } });
    if (!invitation || invitationState(invitation, ctx.now) !== 'open') throw linkDoesNotWork();
    const taken = await tx.person.findUnique({ where: { email: invitation.email }, select: { id: true } });
    if (taken) throw linkDoesNotWork();

    const { teamIds, ...place } = await placeThatIsLeft(tx, invitation);
    const person = await tx.person.create({
      data: {
        ...place,
        email: invitation.email,
        name: input.name,
        timeZone: input.timeZone,
        accessRole: invitation.accessRole,
        credential: { create: { passwordHash, changedAt: ctx.now } },
        teams: { create: teamIds.map((teamId) => ({ teamId, since: ctx.now })) },
      },
      select: { id: true, email: true },
    });
    await tx.invitation.update({
      where: { id: invitation.id },
      data: {
        acceptedAt: ctx.now,
        acceptedById: person.id,
        managerEmail: place.managerId === null ? invitation.managerEmail : null,
      },
    });
    await closeInvitationsBefore({ actor: null, now: ctx.now }, tx, invitation);
    await takeOverReports(tx, ctx.now, person);
    await recordEvent(
      tx,
      { actor: null, now: ctx.now },
      { type: PEOPLE_EVENTS.joined, subject: person.id, data: { invitationId: invitation.id } },
    );
    return { personId: person.id, email: person.email };
  });
}
