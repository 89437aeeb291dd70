import {
  accountKey,
  addressKey,
  clearAttempts,
  endSessions,
  hashPassword,
  hashSecret,
  newLinkSecret,
  spendAttempt,
} from '@/server/platform/auth';
import { after, HOUR_MS } from '@/server/platform/clock';
import { inTransaction } from '@/server/platform/db/client';
import { demand, KenningError } from '@/server/platform/errors';
import { recordEvent } from '@/server/platform/events/record';
import { queueMail } from '@/server/platform/mail';
import { PEOPLE_EVENTS } from '../events';
import { holdPeople, type PublicContext } from '../facts';
import { forgotPasswordLink, passwordResetLink } from '../links';
import type { Mailroom } from '../mails.schema';
import { PASSWORD_RESET_LIFE_MS, passwordMayBe, resetMayBeUsed } from '../rules';
import type { ResetPasswordInput } from '../schema';
import { recordEndedSessions } from '../sessions';
import { revokeTokensOf } from '../tokens';
import { SIGN_IN } from './sign-in';

/** Longer than the work for an account takes, so that the time of the answer tells nothing. */
export const RESET_ANSWER_MS = 300;

async function writeReset(ctx: PublicContext, email: string, mailroom: Mailroom): Promise<void> {
  const { secret, hash } = newLinkSecret();
  await inTransaction(ctx.db, async (tx) => {
    const person = await tx.person.findFirst({
      where: { email, deactivation: null },
      select: { id: true, name: true, email: true },
    });
    if (!person) return;
    await tx.passwordReset.create({
      data: {
        personId: person.id,
        tokenHash: hash,
        createdAt: ctx.now,
        expiresAt: after(ctx.now, PASSWORD_RESET_LIFE_MS),
      },
    });
    await recordEvent(
      tx,
      { actor: null, now: ctx.now },
      { type: PEOPLE_EVENTS.passwordResetRequested, subject: person.id },
    );
    const hours = PASSWORD_RESET_LIFE_MS / HOUR_MS;
    const link = passwordResetLink(mailroom.publicUrl, secret);
    await queueMail(tx, {
      now: ctx.now,
      to: person.email,
      ...mailroom.mails.passwordReset({ name: person.name, link, hours }),
    });
  });
}

/**
 * Mails a link for a new password to the address, if it has an account. The answer is the same either way, and takes
 * the same time (PE-S1).
 * @throws KenningError rate_limited when the address, or anybody for it, asks too often
 */
export async function requestPasswordReset(
  ctx: PublicContext,
  input: { email: string },
  mailroom: Mailroom,
  answerMs = RESET_ANSWER_MS,
): Promise<void> {
  await spendAttempt(ctx, addressKey('password_reset', ctx.address), accountKey('password_reset', input.email));
  const waited = new Promise((resolve) => setTimeout(resolve, answerMs));
  await Promise.all([writeReset(ctx, input.email, mailroom), waited]);
}

/**
 * Sets a new password by a mailed link, once (PE-R1). For whoever says "that was not me": every session ends and every
 * bearer token is revoked, so that nobody else is left inside.
 * @throws KenningError invalid / link_does_not_work or password_…; rate_limited after many wrong links
 */
export async function resetPassword(ctx: PublicContext, input: ResetPasswordInput, mailroom: Mailroom): Promise<void> {
  const tokenHash = hashSecret(input.token);
  const linkDoesNotWork = () => new KenningError('invalid', 'link_does_not_work');
  const found = await ctx.db.passwordReset.findUnique({ where: { tokenHash }, include: { person: true } });
  // Before the costly password: a link that was good once may be tried again and again.
  if (!found || !resetMayBeUsed(found, ctx.now)) {
    await spendAttempt(ctx, addressKey('reset_link', ctx.address));
    throw linkDoesNotWork();
  }
  const { person } = found;
  demand(passwordMayBe(input.password, person));
  const passwordHash = await hashPassword(input.password);

  await inTransaction(ctx.db, async (tx) => {
    await holdPeople(tx, [person.id]);
    const reset = await tx.passwordReset.findUnique({
      where: { tokenHash, person: { deactivation: null } },
      select: { usedAt: true, expiresAt: true },
    });
    if (!reset || !resetMayBeUsed(reset, ctx.now)) throw linkDoesNotWork();
    const credential = { passwordHash, changedAt: ctx.now };
    await tx.credential.upsert({
      where: { personId: person.id },
      create: { personId: person.id, ...credential },
      update: credential,
    });
    await tx.passwordReset.updateMany({ where: { personId: person.id, usedAt: null }, data: { usedAt: ctx.now } });
    const ended = await endSessions(tx, { personId: person.id, reason: 'password_changed', now: ctx.now });
    const by = { actor: null, now: ctx.now };
    await recordEvent(tx, by, { type: PEOPLE_EVENTS.passwordReset, subject: person.id });
    await recordEndedSessions(tx, by, person.id, ended, 'password_changed');
    await revokeTokensOf(by, tx, person.id);
    const link = forgotPasswordLink(mailroom.publicUrl);
    await queueMail(tx, {
      now: ctx.now,
      to: person.email,
      ...mailroom.mails.passwordChanged({ name: person.name, link, by: 'link' }),
    });
  });
  await clearAttempts(ctx, accountKey(SIGN_IN, person.email));
}
