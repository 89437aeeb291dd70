import type { Prisma } from '@/prisma/generated/client';
import { authorize } from '@/server/platform/access';
import { hashSecret } from '@/server/platform/auth';
import type { Context } from '@/server/platform/command';
import type { Db } from '@/server/platform/db/client';
import { KenningError } from '@/server/platform/errors';
import { selfFor } from './facts';
import { COMPANY, companyPolicy } from './policy';
import { invitationState } from './rules';
import { API_TOKENS_MAX, EXPIRED_TOKENS_SHOWN_MAX, INVITATIONS_SHOWN_MAX, SESSIONS_SHOWN_MAX } from './schema';

/** One's own profile: what the settings page shows. */
export async function getMyProfile(ctx: Context) {
  const { id, name, email } = await selfFor(ctx, 'updateProfile');
  const preferences = await ctx.db.notificationPreference.findMany({
    where: { personId: id },
    select: { kind: true, channel: true, wanted: true },
  });
  const credential = await ctx.db.credential.findUnique({ where: { personId: id }, select: { changedAt: true } });
  const timeZone = ctx.actor.timeZone;
  return { id, name, email, timeZone, passwordChangedAt: credential?.changedAt ?? null, preferences };
}

/** One's own open sessions, the one that asks first. */
export async function listMySessions(ctx: Context) {
  const person = await selfFor(ctx, 'secureAccount');
  const sessions = await ctx.db.session.findMany({
    where: { personId: person.id, endedAt: null, expiresAt: { gt: ctx.now } },
    select: { id: true, createdAt: true, lastSeenAt: true, expiresAt: true, address: true, userAgent: true },
    orderBy: [{ lastSeenAt: 'desc' }, { id: 'asc' }],
    take: SESSIONS_SHOWN_MAX,
  });
  const hereId = ctx.actor.door.kind === 'session' ? ctx.actor.door.sessionId : null;
  return sessions
    .map((session) => ({ ...session, here: session.id === hereId }))
    .sort((one, other) => Number(other.here) - Number(one.here));
}

/** One's own tokens, never the tokens themselves: newest first, every live one before those that have expired. */
export async function listMyTokens(ctx: Context) {
  const person = await selfFor(ctx, 'secureAccount');
  const tokens = (expiresAt: Prisma.DateTimeFilter, take: number) =>
    ctx.db.apiToken.findMany({
      where: { personId: person.id, revokedAt: null, expiresAt },
      select: { id: true, name: true, hint: true, scopes: true, createdAt: true, expiresAt: true, lastUsedAt: true },
      orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
      take,
    });
  const live = await tokens({ gt: ctx.now }, API_TOKENS_MAX);
  const expired = await tokens({ lte: ctx.now }, EXPIRED_TOKENS_SHOWN_MAX);
  return [
    ...live.map((token) => ({ ...token, expired: false })),
    ...expired.map((token) => ({ ...token, expired: true })),
  ];
}

/** Invitations that nobody has accepted or taken back, newest first. @throws KenningError forbidden */
export async function listInvitations(ctx: Context) {
  authorize(companyPolicy, 'invite', ctx.actor, COMPANY);
  const rows = await ctx.db.invitation.findMany({
    where: { acceptedAt: null, revokedAt: null },
    select: {
      id: true,
      email: true,
      name: true,
      accessRole: true,
      createdAt: true,
      expiresAt: true,
      acceptedAt: true,
      revokedAt: true,
      invitedBy: { select: { id: true, name: true } },
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    take: INVITATIONS_SHOWN_MAX,
  });
  return rows.map(({ acceptedAt, revokedAt, ...row }) => ({
    ...row,
    state: invitationState({ acceptedAt, revokedAt, expiresAt: row.expiresAt }, ctx.now),
  }));
}

/** What an administrator must know before letting people in. @throws KenningError forbidden */
export async function demoState(ctx: Context): Promise<{ demoAccounts: number }> {
  authorize(companyPolicy, 'invite', ctx.actor, COMPANY);
  return { demoAccounts: await ctx.db.demoAccount.count() };
}

/**
 * What the holder of an invitation's link sees before they accept.
 * @throws KenningError invalid / link_does_not_work: unknown, used, revoked and expired are one answer
 */
export async function openInvitation(
  ctx: { db: Db; now: Date },
  input: { token: string },
): Promise<{ email: string; name: string; invitedBy: string | null }> {
  const row = await ctx.db.invitation.findUnique({
    where: { tokenHash: hashSecret(input.token) },
    include: { invitedBy: { select: { name: true } } },
  });
  if (!row || invitationState(row, ctx.now) !== 'open') throw new KenningError('invalid', 'link_does_not_work');
  return { email: row.email, name: row.name, invitedBy: row.invitedBy?.name ?? null };
}
