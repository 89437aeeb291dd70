import { authorize } from '@/server/platform/access';
import type { Context } from '@/server/platform/command';
import { inTransaction } from '@/server/platform/db/client';
import { demand } from '@/server/platform/errors';
import { recordEvent } from '@/server/platform/events/record';
import { factsOf, lockItem } from '../load';
import { itemPolicy } from '../policy';
import { checkRevision } from '../rules';
import { type RenameItemInput, renameItemInput } from '../schema';
import { refreshSearchVector } from '../search/vector';

/**
 * Gives an item another title. Its address keeps working, since only the id in it counts.
 * @returns the item's revision
 * @throws ZodError for a title that says nothing or does not fit (KN-T1);
 *   KenningError not_found, forbidden, conflict/changed_since (KN-R1)
 */
export async function renameItem(ctx: Context, given: RenameItemInput): Promise<{ revision: number }> {
  const input = renameItemInput.parse(given);
  return inTransaction(ctx.db, async (tx) => {
    const item = await lockItem(tx, ctx.actor, input.id);
    authorize(itemPolicy, 'rename', ctx.actor, factsOf(item));
    demand(checkRevision(input.revision, item.revision), 'conflict');
    const { title } = input;
    if (title === item.title) return { revision: item.revision };
    const { revision } = await tx.knowledgeItem.update({
      where: { id: item.id },
      data: { title, updatedAt: ctx.now, revision: { increment: 1 } },
      select: { revision: true },
    });
    await refreshSearchVector(tx, item.id);
    await recordEvent(tx, ctx, {
      type: 'knowledge.item.renamed',
      subject: item.id,
      data: { from: item.title, to: title },
    });
    return { revision };
  });
}
