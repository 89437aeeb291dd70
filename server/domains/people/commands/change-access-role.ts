import type { Context } from '@/server/platform/command';
import { inTransaction } from '@/server/platform/db/client';
import { demand } from '@/server/platform/errors';
import { recordEvent } from '@/server/platform/events/record';
import { PEOPLE_EVENTS } from '../events';
import { heldPerson, otherAdministrators, personFor } from '../facts';
import { expireInvitationsOf } from '../invitations';
import { holdManagers } from '../place';
import { mayStopAdministering } from '../rules';
import type { ChangeAccessRoleInput } from '../schema';

/**
 * Changes what a person may do with the installation. The last active administrator stays one (PE-A1), also when
 * two administrators step down at the same time. Whoever stops being one has no open invitations any more (PE-I3).
 * @throws KenningError not_found, forbidden; conflict / last_administrator
 */
export async function changeAccessRole(ctx: Context, input: ChangeAccessRoleInput): Promise<void> {
  await personFor(ctx, 'manage', input.personId);
  await inTransaction(ctx.db, async (tx) => {
    // First, as whoever accepts an invitation does, which may be one of those that expire.
    await holdManagers(tx);
    const person = await heldPerson(ctx, tx, 'manage', input.personId, { withAdministrators: true });
    if (person.accessRole === input.accessRole) return;
    if (person.accessRole === 'administrator' && person.active) {
      demand(mayStopAdministering(await otherAdministrators(tx, person.id)), 'conflict');
    }
    await tx.person.update({ where: { id: person.id }, data: { accessRole: input.accessRole } });
    const data = { from: person.accessRole, to: input.accessRole };
    await recordEvent(tx, ctx, { type: PEOPLE_EVENTS.accessRoleChanged, subject: person.id, data });
    if (person.accessRole === 'administrator') await expireInvitationsOf(ctx, tx, person.id);
  });
}
