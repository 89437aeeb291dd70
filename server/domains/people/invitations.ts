import type { AccessRole } from '@/prisma/generated/enums';
import type { Actor } from '@/server/platform/access';
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
import type { Mailroom } from './mails.schema';
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
  { mails }: Mailroom,
): Promise<void> {
  const days = INVITATION_LIFE_MS / DAY_MS;
  await queueMail(tx, {
    now: ctx.now,
    to: to.email,
    ...mails.invitation({ name: to.name, invitedBy: ctx.actor.name, link, days }),
  });
}

/**
 * PE-I2: an address is invited once at a time, and not when it has an account. Addresses are judged one at a time, so
 * the answer holds until the transaction ends.
 * @param exceptId the invitation that is to be sent again
 * @throws KenningError conflict / email_taken or invitation_open
 */
export async function addressMustBeFree(tx: Tx, email: string, now: Date, exceptId = ''): Promise<void> {
  await oneAtATime(tx, `people.email.${email}`);
  const taken = await tx.person.findUnique({ where: { email }, select: { id: true } });
  if (taken) throw new KenningError('conflict', 'email_taken', { email });
  const open = await tx.invitation.findFirst({
    where: { email, id: { not: exceptId }, ...OPEN(now) },
    select: { id: true },
  });
  if (open) throw new KenningError('conflict', 'invitation_open', { email });
}

/** PE-I2: what nobody accepted of an address is done with when there is a newer invitation, or an account. */
export async function closeInvitationsBefore(
  by: { actor: Actor | null; now: Date },
  tx: Tx,
  newest: { id: string; email: string },
): Promise<void> {
  const closed = await tx.invitation.updateManyAndReturn({
    where: { email: newest.email, id: { not: newest.id }, acceptedAt: null, revokedAt: null },
    data: { revokedAt: by.now },
    select: { id: true },
  });
  for (const { id } of closed) await recordEvent(tx, by, { type: PEOPLE_EVENTS.invitationRevoked, subject: id });
}

/**
 * PE-I3: whoever sent an invitation knows its link. When they may invite no more, their open ones expire at once, and
 * another administrator can send them again.
 */
export async function expireInvitationsOf(ctx: Context, tx: Tx, personId: string): Promise<void> {
  const expired = await tx.invitation.updateManyAndReturn({
    where: { invitedById: personId, ...OPEN(ctx.now) },
    data: { expiresAt: ctx.now },
    select: { id: true },
  });
  if (expired.length === 0) return;
  const data = { invitationIds: expired.map((invitation) => invitation.id) };
  await recordEvent(tx, ctx, { type: PEOPLE_EVENTS.invitationsExpired, subject: personId, data });
}

/**
 * Writes one invitation, its event and its mail.
 * @throws KenningError conflict / email_taken or invitation_open
 */
export async function writeInvitation(
  ctx: Context,
  tx: Tx,
  input: NewInvitation,
  mailroom: Mailroom,
): Promise<{ invitationId: string; link: string }> {
  await addressMustBeFree(tx, input.email, ctx.now);
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
  await closeInvitationsBefore(ctx, tx, { id, email: input.email });
  const link = invitationLink(mailroom.publicUrl, secret);
  await mailInvitation(ctx, tx, input, link, mailroom);
  return { invitationId: id, link };
}
