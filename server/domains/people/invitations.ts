import type { AccessRole } from '@/prisma/generated/enums';
import { newLinkSecret } from '@/server/platform/auth';
import { after, DAY_MS } from '@/server/platform/clock';
import type { Context } from '@/server/platform/command';
import type { Tx } from '@/server/platform/db/client';
import { oneAtATime } from '@/server/platform/db/one-at-a-time';
import { KenningError } from '@/server/platform/errors';
import { recordEvent } from '@/server/platform/events/record';
import { queueMail } from '@/server/platform/mail';
import { PEOPLE_EVENTS } from './events';
import type { Place } from './facts';
import { invitationLink } from './links';
import { invitationMail } from './mails';
import { INVITATION_LIFE_MS } from './rules';

export type NewInvitation = Place & {
  email: string;
  name: string;
  accessRole: AccessRole;
  /** Of a manager who has no account yet. */
  managerEmail: string | null;
};

/** The where-clause of invitations that still open something (PE-I1). */
export const OPEN = (now: Date) => ({ acceptedAt: null, revokedAt: null, expiresAt: { gt: now } });

/** Mails an invitation's link to whom it is for. */
export async function mailInvitation(
  ctx: Context,
  tx: Tx,
  to: { email: string; name: string },
  link: string,
): Promise<void> {
  const days = INVITATION_LIFE_MS / DAY_MS;
  await queueMail(tx, {
    now: ctx.now,
    ...invitationMail({ to: to.email, name: to.name, invitedBy: ctx.actor.name, link, days }),
  });
}

/**
 * Writes one invitation, its event and its mail.
 * @throws KenningError conflict / email_taken or invitation_open
 */
export async function writeInvitation(
  ctx: Context,
  tx: Tx,
  input: NewInvitation,
  publicUrl: string,
): Promise<{ invitationId: string; link: string }> {
  await oneAtATime(tx, `people.email.${input.email}`);
  const taken = await tx.person.findUnique({ where: { email: input.email }, select: { id: true } });
  if (taken) throw new KenningError('conflict', 'email_taken', { email: input.email });
  const open = await tx.invitation.findFirst({ where: { email: input.email, ...OPEN(ctx.now) }, select: { id: true } });
  if (open) throw new KenningError('conflict', 'invitation_open', { email: input.email });

  const { secret, hash } = newLinkSecret();
  const { id } = await tx.invitation.create({
    data: {
      ...input,
      teamIds: [...new Set(input.teamIds)],
      tokenHash: hash,
      invitedById: ctx.actor.personId,
      createdAt: ctx.now,
      expiresAt: after(ctx.now, INVITATION_LIFE_MS),
    },
    select: { id: true },
  });
  await recordEvent(tx, ctx, { type: PEOPLE_EVENTS.invited, subject: id, data: { accessRole: input.accessRole } });
  const link = invitationLink(publicUrl, secret);
  await mailInvitation(ctx, tx, input, link);
  return { invitationId: id, link };
}
