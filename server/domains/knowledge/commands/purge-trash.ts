import { hasScope, isAdministrator } from '@/server/platform/access';
import { after, DAY_MS } from '@/server/platform/clock';
import type { Context } from '@/server/platform/command';
import { type Db, inTransaction, type Tx } from '@/server/platform/db/client';
import { KenningError } from '@/server/platform/errors';
import { recordEvent } from '@/server/platform/events/record';

const ITEMS_PER_TRANSACTION = 100;

/**
 * Deletes for good what has lain in the trash for a number of days: an administrator's act, which shows them nothing
 * of what is deleted.
 * @returns how many items were deleted
 * @throws KenningError forbidden
 */
export async function purgeTrash(ctx: Context, input: { olderThanDays: number }): Promise<{ purged: number }> {
  if (!isAdministrator(ctx.actor) || !hasScope(ctx.actor, 'write')) throw new KenningError('forbidden', 'not_allowed');
  const before = after(ctx.now, -input.olderThanDays * DAY_MS);
  let purged = 0;
  for (;;) {
    const some = await inTransaction(ctx.db, async (tx) => {
      const rows = await tx.itemTrashing.findMany({
        where: { at: { lte: before } },
        select: { itemId: true },
        take: ITEMS_PER_TRANSACTION,
      });
      const ids = rows.map((row) => row.itemId);
      await deleteItems(tx, ids);
      for (const subject of ids) await recordEvent(tx, ctx, { type: 'knowledge.item.purged', subject });
      return ids.length;
    });
    purged += some;
    if (some === 0) return { purged };
  }
}

/** Deletes items and their documents. Files that nothing names any more are for the file store to forget. */
async function deleteItems(tx: Tx, ids: string[]): Promise<void> {
  await tx.document.deleteMany({ where: { id: { in: ids } } });
  await tx.notification.deleteMany({ where: { subjectId: { in: ids } } });
  await tx.knowledgeItem.deleteMany({ where: { id: { in: ids } } });
}

/** Deletes what demo people wrote, so that they can be deleted themselves. @returns how many items */
export async function deleteItemsOf(db: Db, authorIds: readonly string[]): Promise<number> {
  return inTransaction(db, async (tx) => {
    const items = await tx.knowledgeItem.findMany({
      where: { authorId: { in: [...authorIds] } },
      select: { id: true },
    });
    await deleteItems(
      tx,
      items.map((item) => item.id),
    );
    return items.length;
  });
}
