import { endSessions } from '@/server/platform/auth';
import type { Context } from '@/server/platform/command';
import { type Db, inTransaction } from '@/server/platform/db/client';
import { notFound } from '@/server/platform/errors';
import { selfFor } from '../facts';
import { recordEndedSessions } from '../sessions';

/** Ends one of one's own sessions. @throws KenningError not_found when it is not one's own or has ended */
export async function endSession(ctx: Context, input: { sessionId: string }): Promise<void> {
  const person = await selfFor(ctx, 'secureAccount');
  await inTransaction(ctx.db, async (tx) => {
    const reason = 'ended_by_person';
    const ended = await endSessions(tx, { personId: person.id, sessionId: input.sessionId, reason, now: ctx.now });
    if (ended.length === 0) throw notFound();
    await recordEndedSessions(tx, ctx, person.id, ended, reason);
  });
}

/** Ends all of one's own sessions but the one that asks. @returns how many ended */
export async function endOtherSessions(ctx: Context): Promise<{ ended: number }> {
  const person = await selfFor(ctx, 'secureAccount');
  return inTransaction(ctx.db, async (tx) => {
    const reason = 'ended_by_person';
    const exceptId = ctx.actor.door.kind === 'session' ? ctx.actor.door.sessionId : undefined;
    const ended = await endSessions(tx, { personId: person.id, exceptId, reason, now: ctx.now });
    await recordEndedSessions(tx, ctx, person.id, ended, reason);
    return { ended: ended.length };
  });
}

/** Ends the session whose cookie next-auth is taking away. An unknown or ended one is no error. */
export async function signOut(ctx: { db: Db; now: Date }, sessionId: string): Promise<void> {
  await inTransaction(ctx.db, async (tx) => {
    const session = await tx.session.findUnique({ where: { id: sessionId }, select: { personId: true } });
    if (!session) return;
    const { personId } = session;
    const ended = await endSessions(tx, { personId, sessionId, reason: 'signed_out', now: ctx.now });
    await recordEndedSessions(tx, { actor: null, now: ctx.now }, personId, ended, 'signed_out');
  });
}
