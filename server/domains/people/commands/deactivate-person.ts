import { endSessions } from '@/server/platform/auth';
import type { Context } from '@/server/platform/command';
import { inTransaction, type Tx } from '@/server/platform/db/client';
import { demand, KenningError } from '@/server/platform/errors';
import { recordEvent } from '@/server/platform/events/record';
import { PEOPLE_EVENTS } from '../events';
import { findPerson, heldPerson, type LoadedPerson, otherAdministrators, personFor } from '../facts';
import { expireInvitationsOf } from '../invitations';
import { holdManagers, writeManager } from '../place';
import { mayDeactivate, mayStopAdministering } from '../rules';
import type { DeactivatePersonInput } from '../schema';
import { recordEndedSessions } from '../sessions';
import { revokeTokensOf } from '../tokens';

/** Every way in is shut in the same transaction: sessions, bearer tokens, links for a new password or an invitation. */
async function shutDoors(ctx: Context, tx: Tx, personId: string): Promise<void> {
  const ended = await endSessions(tx, { personId, reason: 'deactivated', now: ctx.now });
  await recordEndedSessions(tx, ctx, personId, ended, 'deactivated');
  await revokeTokensOf(ctx, tx, personId);
  await tx.passwordReset.updateMany({ where: { personId, usedAt: null }, data: { usedAt: ctx.now } });
  await expireInvitationsOf(ctx, tx, personId);
}

/** PE-X3: who reported to the person reports to the person's own manager, or to nobody. */
async function moveReportsUp(ctx: Context, tx: Tx, person: LoadedPerson): Promise<void> {
  const reports = await tx.person.findMany({ where: { managerId: person.id }, select: { id: true, managerId: true } });
  for (const report of reports) await writeManager(ctx, tx, report, person.managerId);
}

/**
 * Ends a person's access at once. What they owned goes to somebody else: other domains hand it over when they hear
 * `people.person.deactivated`, whose data names who takes over.
 * @throws KenningError not_found, forbidden; invalid / deactivate_yourself, already_deactivated, hand_over_to_nobody;
 *   conflict / last_administrator
 */
export async function deactivatePerson(ctx: Context, input: DeactivatePersonInput): Promise<void> {
  await personFor(ctx, 'manage', input.personId);
  await inTransaction(ctx.db, async (tx) => {
    await holdManagers(tx);
    const held = { also: [input.handOverToId], withAdministrators: true };
    const person = await heldPerson(ctx, tx, 'manage', input.personId, held);
    const handOverTo = await findPerson(tx, input.handOverToId);
    const { id: personId, active } = person;
    demand(mayDeactivate({ actorId: ctx.actor.personId, personId, active, handOverTo }));
    if (person.accessRole === 'administrator') {
      demand(mayStopAdministering(await otherAdministrators(tx, personId)), 'conflict');
    }
    const handedOverTo = input.handOverToId;
    const reason = input.reason || null;
    await tx.deactivation.create({ data: { personId, byId: ctx.actor.personId, handedOverTo, reason, at: ctx.now } });
    await shutDoors(ctx, tx, personId);
    await moveReportsUp(ctx, tx, person);
    await recordEvent(tx, ctx, { type: PEOPLE_EVENTS.deactivated, subject: personId, data: { handedOverTo } });
  });
}

/** Lets a person in again, with the password they had. @throws KenningError not_found; conflict / not_deactivated */
export async function reactivatePerson(ctx: Context, input: { personId: string }): Promise<void> {
  await personFor(ctx, 'manage', input.personId);
  await inTransaction(ctx.db, async (tx) => {
    await heldPerson(ctx, tx, 'manage', input.personId);
    const removed = await tx.deactivation.deleteMany({ where: { personId: input.personId } });
    if (removed.count === 0) throw new KenningError('conflict', 'not_deactivated');
    await recordEvent(tx, ctx, { type: PEOPLE_EVENTS.reactivated, subject: input.personId });
  });
}
