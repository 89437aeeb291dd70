import type { Context } from '@/server/platform/command';
import { inTransaction } from '@/server/platform/db/client';
import { recordEvent } from '@/server/platform/events/record';
import { factsOf, lockUnread } from '../load';
import { itemPolicy } from '../policy';
import { type RequestAccessInput, requestAccessInput } from '../schema';

/**
 * Asks the maintainers to be let in. It answers the same whether the item exists, is open to the asker already, is in
 * the trash, or was asked for before: the answer must tell nothing. Recorded, and so told to the maintainers, only
 * where there is something to ask for and no open request of this person; to an open one a new reason is added.
 */
export async function requestAccess(ctx: Context, given: RequestAccessInput): Promise<{ asked: true }> {
  const input = requestAccessInput.parse(given);
  await inTransaction(ctx.db, async (tx) => {
    const item = await lockUnread(tx, input.id);
    if (!item || item.trashing || itemPolicy.read(ctx.actor, factsOf(item))) return;
    const asker = { itemId: item.id, personId: ctx.actor.personId };
    const open = await tx.accessRequest.findFirst({ where: { ...asker, decision: null }, select: { id: true } });
    if (open) {
      if (input.reason !== '')
        await tx.accessRequest.update({ where: { id: open.id }, data: { reason: input.reason } });
      return;
    }
    const request = await tx.accessRequest.create({
      data: { ...asker, reason: input.reason, createdAt: ctx.now },
      select: { id: true },
    });
    await recordEvent(tx, ctx, {
      type: 'knowledge.item.access_requested',
      subject: item.id,
      data: { requestId: request.id, personId: ctx.actor.personId },
    });
  });
  return { asked: true };
}
