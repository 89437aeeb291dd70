import { authorize } from '@/server/platform/access';
import type { Context } from '@/server/platform/command';
import { inTransaction } from '@/server/platform/db/client';
import { demand } from '@/server/platform/errors';
import { recordEvent } from '@/server/platform/events/record';
import { demandAudience, writeAudience } from '../access';
import { factsOf, lockItem } from '../load';
import { itemPolicy } from '../policy';
import { type Access, checkAudience, checkRevision, checkWidening, normalAccess, widening } from '../rules';
import { type ChangeAccessInput, changeAccessInput } from '../schema';

const listsOf = (access: Access) => ({
  accessLevel: access.accessLevel,
  teamIds: [...access.teamIds],
  jobRoleIds: [...access.jobRoleIds],
  namedPersonIds: [...access.namedPersonIds],
});

/**
 * Changes who may read an item, besides its author and maintainers. Open editors are judged again on its event.
 * @returns the item's revision
 * @throws KenningError not_found, forbidden, invalid (KN-A2, KN-A6, unknown team, job role or person),
 *   conflict/widening_access (KN-A4; params name whom it adds) and conflict/changed_since (KN-R1)
 */
export async function changeAccess(ctx: Context, given: ChangeAccessInput): Promise<{ revision: number }> {
  const input = changeAccessInput.parse(given);
  return inTransaction(ctx.db, async (tx) => {
    const item = await lockItem(tx, ctx.actor, input.id);
    const before = factsOf(item);
    authorize(itemPolicy, 'changeAccess', ctx.actor, before);
    demand(checkRevision(input.revision, item.revision), 'conflict');
    demand(checkAudience(input));
    const access = normalAccess(input);
    await demandAudience(tx, access, before);
    const added = widening(before, access);
    demand(checkWidening(added, input.confirmed), 'conflict');
    await writeAudience(tx, item.id, access);
    const { revision } = await tx.knowledgeItem.update({
      where: { id: item.id },
      data: { accessLevel: access.accessLevel, updatedAt: ctx.now, revision: { increment: 1 } },
      select: { revision: true },
    });
    await recordEvent(tx, ctx, {
      type: 'knowledge.item.access_changed',
      subject: item.id,
      data: { from: listsOf(normalAccess(before)), to: listsOf(access), widened: added !== null },
    });
    return { revision };
  });
}
