import { authorize } from '@/server/platform/access';
import type { Context } from '@/server/platform/command';
import { inTransaction } from '@/server/platform/db/client';
import { demand } from '@/server/platform/errors';
import { recordEvent } from '@/server/platform/events/record';
import { factsOf, lockItem } from '../load';
import { itemPolicy } from '../policy';
import { checkRestoring, checkTrashing } from '../rules';
import type { TrashItemInput } from '../schema';

/**
 * Moves an item to the trash: from now on only its author and maintainers see it, and nobody can change it.
 * @throws KenningError not_found, forbidden, conflict (KN-S1)
 */
export async function trashItem(ctx: Context, input: TrashItemInput): Promise<{ revision: number }> {
  return inTransaction(ctx.db, async (tx) => {
    const item = await lockItem(tx, ctx.actor, input.id);
    const facts = factsOf(item);
    if (facts.trashed) authorize(itemPolicy, 'read', ctx.actor, facts);
    else authorize(itemPolicy, 'trash', ctx.actor, facts);
    demand(checkTrashing(facts.trashed), 'conflict');
    await tx.itemTrashing.create({
      data: { itemId: item.id, byId: ctx.actor.personId, reason: input.reason ?? null, at: ctx.now },
    });
    const { revision } = await tx.knowledgeItem.update({
      where: { id: item.id },
      data: { revision: { increment: 1 } },
      select: { revision: true },
    });
    await recordEvent(tx, ctx, { type: 'knowledge.item.trashed', subject: item.id });
    return { revision };
  });
}

/**
 * Takes an item out of the trash; who could read it before can read it again.
 * @throws KenningError not_found, forbidden, conflict (KN-S2)
 */
export async function restoreItem(ctx: Context, input: { id: string }): Promise<{ revision: number }> {
  return inTransaction(ctx.db, async (tx) => {
    const item = await lockItem(tx, ctx.actor, input.id);
    const facts = factsOf(item);
    if (facts.trashed) authorize(itemPolicy, 'restore', ctx.actor, facts);
    else authorize(itemPolicy, 'trash', ctx.actor, facts);
    demand(checkRestoring(facts.trashed), 'conflict');
    await tx.itemTrashing.delete({ where: { itemId: item.id } });
    const { revision } = await tx.knowledgeItem.update({
      where: { id: item.id },
      data: { revision: { increment: 1 } },
      select: { revision: true },
    });
    await recordEvent(tx, ctx, { type: 'knowledge.item.restored', subject: item.id });
    return { revision };
  });
}
