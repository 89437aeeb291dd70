import { authorize } from '@/server/platform/access';
import { newLinkSecret } from '@/server/platform/auth';
import { after } from '@/server/platform/clock';
import type { Context } from '@/server/platform/command';
import { inTransaction, type Tx } from '@/server/platform/db/client';
import { KenningError, notFound } from '@/server/platform/errors';
import { recordEvent } from '@/server/platform/events/record';
import { assertRealPeopleMayCome } from '../demo';
import { PEOPLE_EVENTS } from '../events';
import { holdActor } from '../facts';
import { addressMustBeFree, closeInvitationsBefore, mailInvitation } from '../invitations';
import { invitationLink } from '../links';
import type { Mailroom } from '../mails.schema';
import { COMPANY, companyPolicy } from '../policy';
import { INVITATION_LIFE_MS, invitationState } from '../rules';

async function holdInvitation(tx: Tx, invitationId: string) {
  await tx.$queryRaw`SELECT id FROM invitation WHERE id = ${invitationId} FOR UPDATE`;
  const invitation = await tx.invitation.findUnique({ where: { id: invitationId } });
  if (!invitation) throw notFound();
  return invitation;
}

/**
 * Sends an invitation again, also an expired one, in the name of who does so now. The link before stops working.
 * @throws KenningError not_found; conflict / invitation_closed when it was accepted or revoked, email_taken when the
 *   address has an account, invitation_open when it has another open invitation
 */
export async function resendInvitation(
  ctx: Context,
  input: { invitationId: string },
  mailroom: Mailroom,
): Promise<{ link: string }> {
  return inTransaction(ctx.db, async (tx) => {
    authorize(companyPolicy, 'invite', await holdActor(ctx, tx), COMPANY);
    await assertRealPeopleMayCome(tx);
    const found = await tx.invitation.findUnique({ where: { id: input.invitationId }, select: { email: true } });
    if (!found) throw notFound();
    await addressMustBeFree(tx, found.email, ctx.now, input.invitationId);
    const invitation = await holdInvitation(tx, input.invitationId);
    const state = invitationState(invitation, ctx.now);
    if (state !== 'open' && state !== 'expired') throw new KenningError('conflict', 'invitation_closed', { state });
    const { secret, hash } = newLinkSecret();
    await tx.invitation.update({
      where: { id: invitation.id },
      data: { tokenHash: hash, expiresAt: after(ctx.now, INVITATION_LIFE_MS), invitedById: ctx.actor.personId },
    });
    await recordEvent(tx, ctx, { type: PEOPLE_EVENTS.invitationResent, subject: invitation.id });
    await closeInvitationsBefore(ctx, tx, invitation);
    const link = invitationLink(mailroom.publicUrl, secret);
    await mailInvitation(ctx, tx, invitation, link, mailroom);
    return { link };
  });
}

/** Takes an invitation back. Doing it twice is no error. @throws KenningError not_found; conflict when accepted */
export async function revokeInvitation(ctx: Context, input: { invitationId: string }): Promise<void> {
  authorize(companyPolicy, 'invite', ctx.actor, COMPANY);
  await inTransaction(ctx.db, async (tx) => {
    const invitation = await holdInvitation(tx, input.invitationId);
    if (invitation.acceptedAt) throw new KenningError('conflict', 'invitation_closed', { state: 'accepted' });
    if (invitation.revokedAt) return;
    await tx.invitation.update({ where: { id: invitation.id }, data: { revokedAt: ctx.now } });
    await recordEvent(tx, ctx, { type: PEOPLE_EVENTS.invitationRevoked, subject: invitation.id });
  });
}
