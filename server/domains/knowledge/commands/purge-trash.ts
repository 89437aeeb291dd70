import { Prisma } from '@/prisma/generated/client';
import { after, DAY_MS } from '@/server/platform/clock';
import type { Context } from '@/server/platform/command';
import { inTransaction, type Tx } from '@/server/platform/db/client';
import { KenningError } from '@/server/platform/errors';
import { recordEvent } from '@/server/platform/events/record';
import { mayOperate } from '@/server/platform/operator/policy';

const ITEMS_PER_TRANSACTION = 100;

/**
 * Deletes for good what has lain in the trash for a number of days: an administrator's act in person (OP-A1), which
 * shows them nothing of what is deleted.
 * @returns how many items were deleted
 * @throws KenningError forbidden
 */
export async function purgeTrash(ctx: Context, input: { olderThanDays: number }): Promise<{ purged: number }> {
  if (!mayOperate(ctx.actor)) throw new KenningError('forbidden', 'not_allowed');
  const before = after(ctx.now, -input.olderThanDays * DAY_MS);
  let purged = 0;
  for (;;) {
    const some = await inTransaction(ctx.db, async (tx) => {
      const ids = await holdTrashed(tx, before);
      await deleteItems(tx, ctx, ids);
      return ids.length;
    });
    purged += some;
    if (some === 0) return { purged };
  }
}

/** Of what is in the trash, the next to go. Asked once more when it is held: somebody may have restored it meanwhile. */
async function holdTrashed(tx: Tx, before: Date): Promise<string[]> {
  const at = { lte: before };
  const found = await tx.itemTrashing.findMany({
    where: { at },
    select: { itemId: true },
    orderBy: { itemId: 'asc' },
    take: ITEMS_PER_TRANSACTION,
  });
  const ids = found.map((row) => row.itemId);
  await holdItems(tx, ids);
  const still = await tx.itemTrashing.findMany({ where: { at, itemId: { in: ids } }, select: { itemId: true } });
  return still.map((row) => row.itemId);
}

/** Items before their documents, in one order: as every writer does, so that two cannot block each other. */
async function holdItems(tx: Tx, ids: string[]): Promise<void> {
  await tx.$queryRaw(Prisma.sql`SELECT 1 FROM knowledge_item WHERE id = ANY(${ids}::text[]) ORDER BY id FOR UPDATE`);
}

/** Deletes items and their documents. Files that only they had are swept by a nightly job. */
async function deleteItems(tx: Tx, ctx: Context, ids: string[]): Promise<void> {
  await tx.document.deleteMany({ where: { id: { in: ids } } });
  await tx.notification.deleteMany({ where: { subjectId: { in: ids } } });
  await tx.knowledgeItem.deleteMany({ where: { id: { in: ids } } });
  for (const subject of ids) await recordEvent(tx, ctx, { type: 'knowledge.item.purged', subject });
}

/** Deletes what demo people wrote, so that they can be deleted themselves. */
export async function deleteItemsOf(tx: Tx, ctx: Context, authorIds: string[]): Promise<void> {
  const items = await tx.knowledgeItem.findMany({ where: { authorId: { in: authorIds } }, select: { id: true } });
  const ids = items.map((item) => item.id);
  await holdItems(tx, ids);
  await deleteItems(tx, ctx, ids);
}
