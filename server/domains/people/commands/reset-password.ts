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
import { type Db, inTransaction, type Tx } from '@/server/platform/db/client';
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

const RESET_LIFE_HOURS = PASSWORD_RESET_LIFE_MS / HOUR_MS;

/** @returns whose it is and the link, which is not shown again; null when nobody who is here has the address */
async function writeReset(
  tx: Tx,
  { email, now, publicUrl }: { email: string; now: Date; publicUrl: string },
): Promise<{ name: string; email: string; link: string } | null> {
  const person = await tx.person.findFirst({
    where: { email, deactivation: null },
    select: { id: true, name: true, email: true },
  });
  if (!person) return null;
  const { secret, hash: tokenHash } = newLinkSecret();
  const expiresAt = after(now, PASSWORD_RESET_LIFE_MS);
  await tx.passwordReset.create({ data: { personId: person.id, tokenHash, createdAt: now, expiresAt } });
  await recordEvent(tx, { actor: null, now }, { type: PEOPLE_EVENTS.passwordResetRequested, subject: person.id });
  return { name: person.name, email: person.email, link: passwordResetLink(publicUrl, secret) };
}

async function mailReset({ db, now }: PublicContext, email: string, mailroom: Mailroom): Promise<void> {
  await inTransaction(db, async (tx) => {
    const reset = await writeReset(tx, { email, now, publicUrl: mailroom.publicUrl });
    if (!reset) return;
    const mail = mailroom.mails.passwordReset({ ...reset, hours: RESET_LIFE_HOURS });
    await queueMail(tx, { now, to: reset.email, ...mail });
  });
}

/**
 * For who runs the machine, to pass on by hand: where no mail is sent, whoever forgot the password of the only
 * administrator comes in by it (PE-R3).
 * @returns the link and for how long it works; null when nobody who is here has the address
 */
export async function makePasswordLink(
  { db, now }: { db: Db; now: Date },
  input: { email: string; publicUrl: string },
): Promise<{ link: string; hours: number } | null> {
  const reset = await inTransaction(db, (tx) => writeReset(tx, { ...input, now }));
  return reset && { link: reset.link, hours: RESET_LIFE_HOURS };
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
  await Promise.all([mailReset(ctx, input.email, mailroom), waited]);
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
