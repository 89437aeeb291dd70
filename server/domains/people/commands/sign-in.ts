import {
  accountKey,
  addressKey,
  clearAttempts,
  createSession,
  refundAttempt,
  spendAttempt,
  verifyPassword,
} from '@/server/platform/auth';
import { inTransaction } from '@/server/platform/db/client';
import { recordEvent } from '@/server/platform/events/record';
import { PEOPLE_EVENTS } from '../events';
import { holdPeople, type PublicContext } from '../facts';
import { EMAIL_CHARACTERS_MAX, PASSWORD_CHARACTERS_MAX } from '../schema';

export const SIGN_IN = 'sign_in';

/**
 * Starts a session for a right pair of address and password. A wrong password, an unknown address and somebody who
 * has left are one answer, reached by the same work (PE-S1).
 * @returns the session's id, or null
 * @throws KenningError rate_limited after repeated failures of the account or the address
 */
export async function signIn(ctx: PublicContext, input: { email: string; password: string }): Promise<string | null> {
  // No address holds a control character, and PostgreSQL does not take every one of them: asked for as another.
  const email = input.email
    .trim()
    .toLowerCase()
    .slice(0, EMAIL_CHARACTERS_MAX)
    .replace(/\p{Cc}/gu, ' ');
  const account = accountKey(SIGN_IN, email);
  const address = addressKey(SIGN_IN, ctx.address);
  const spent = await spendAttempt(ctx, address, account);

  const person = await ctx.db.person.findUnique({
    where: { email },
    select: { id: true, credential: true, deactivation: { select: { personId: true } } },
  });
  const storedHash = person?.deactivation ? null : (person?.credential?.passwordHash ?? null);
  const matches = await verifyPassword(storedHash, input.password.slice(0, PASSWORD_CHARACTERS_MAX));
  if (!person || !matches) return null;

  const sessionId = await inTransaction(ctx.db, async (tx) => {
    await holdPeople(tx, [person.id]);
    // A password changed, or a person deactivated, while we were hashing: the old password opens nothing any more.
    const still = await tx.credential.count({
      where: { personId: person.id, passwordHash: storedHash ?? '', person: { deactivation: null } },
    });
    if (still === 0) return null;
    const { address: from, userAgent, now } = ctx;
    const id = await createSession(tx, { personId: person.id, address: from, userAgent, now });
    await recordEvent(
      tx,
      { actor: null, now },
      { type: PEOPLE_EVENTS.sessionStarted, subject: person.id, data: { sessionId: id } },
    );
    return id;
  });
  if (sessionId === null) return null;
  await refundAttempt(ctx, spent);
  await clearAttempts(ctx, account);
  return sessionId;
}
