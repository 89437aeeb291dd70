import {
  accountKey,
  clearAttempts,
  endSessions,
  hashPassword,
  spendAttempt,
  verifyPassword,
} from '@/server/platform/auth';
import type { Context } from '@/server/platform/command';
import { inTransaction } from '@/server/platform/db/client';
import { demand, invalid } from '@/server/platform/errors';
import { recordEvent } from '@/server/platform/events/record';
import { queueMail } from '@/server/platform/mail';
import { PEOPLE_EVENTS } from '../events';
import { holdPeople, selfFor } from '../facts';
import { forgotPasswordLink } from '../links';
import type { Mailroom } from '../mails.schema';
import { passwordMayBe } from '../rules';
import type { ChangePasswordInput } from '../schema';
import { recordEndedSessions } from '../sessions';

/**
 * Changes one's own password, asks for the current one, and ends one's other sessions.
 * @throws KenningError invalid / wrong_password or password_…; rate_limited after repeated failures
 */
export async function changePassword(
  ctx: Context,
  input: ChangePasswordInput,
  around: Mailroom & { secret: string },
): Promise<void> {
  const person = await selfFor(ctx, 'secureAccount');
  const attempts = accountKey('change_password', person.id);
  const counted = { db: ctx.db, now: ctx.now, secret: around.secret };
  await spendAttempt(counted, attempts);
  const credential = await ctx.db.credential.findUnique({ where: { personId: person.id } });
  if (!(await verifyPassword(credential?.passwordHash ?? null, input.current))) throw invalid('wrong_password');
  demand(passwordMayBe(input.next, person));
  if (input.next === input.current) throw invalid('password_unchanged');
  const passwordHash = await hashPassword(input.next);

  await inTransaction(ctx.db, async (tx) => {
    await holdPeople(tx, [person.id]);
    const changed = await tx.credential.updateMany({
      where: { personId: person.id, passwordHash: credential?.passwordHash ?? '' },
      data: { passwordHash, changedAt: ctx.now },
    });
    if (changed.count === 0) throw invalid('wrong_password');
    const exceptId = ctx.actor.door.kind === 'session' ? ctx.actor.door.sessionId : undefined;
    const ended = await endSessions(tx, { personId: person.id, reason: 'password_changed', now: ctx.now, exceptId });
    await tx.passwordReset.updateMany({ where: { personId: person.id, usedAt: null }, data: { usedAt: ctx.now } });
    await recordEvent(tx, ctx, { type: PEOPLE_EVENTS.passwordChanged, subject: person.id });
    await recordEndedSessions(tx, ctx, person.id, ended, 'password_changed');
    const link = forgotPasswordLink(around.publicUrl);
    await queueMail(tx, {
      now: ctx.now,
      to: person.email,
      ...around.mails.passwordChanged({ name: person.name, link, by: 'person' }),
    });
  });
  await clearAttempts(counted, attempts);
}
