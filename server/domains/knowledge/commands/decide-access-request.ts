import { authorize } from '@/server/platform/access';
import type { Context } from '@/server/platform/command';
import { inTransaction } from '@/server/platform/db/client';
import { KenningError, notFound } from '@/server/platform/errors';
import { recordEvent } from '@/server/platform/events/record';
import { withdraw } from '@/server/platform/notifications';
import { demandPeople } from '../access';
import { factsOf, isId, lockItem } from '../load';
import { knowledgeNotificationKinds } from '../notifications.schema';
import { itemPolicy } from '../policy';
import type { DecideAccessRequestInput } from '../schema';

/**
 * Grants or declines a request. Granting names the person on the item, which lets them read at every level; deciding
 * is itself the confirmation that widening asks for. With it nothing is left to do for any keeper: what they were told of
 * the request counts as read.
 * @throws KenningError not_found (also for who may not read the item), forbidden, conflict/already_decided,
 *   invalid/unknown_person when the asker has left
 */
export async function decideAccessRequest(ctx: Context, input: DecideAccessRequestInput): Promise<{ itemId: string }> {
  return inTransaction(ctx.db, async (tx) => {
    const found = isId(input.requestId)
      ? await tx.accessRequest.findUnique({ where: { id: input.requestId }, select: { itemId: true } })
      : null;
    if (!found) throw notFound();
    const item = await lockItem(tx, ctx.actor, found.itemId);
    authorize(itemPolicy, 'decideRequests', ctx.actor, factsOf(item));
    const request = await tx.accessRequest.findUniqueOrThrow({ where: { id: input.requestId } });
    if (request.decision) throw new KenningError('conflict', 'already_decided', { decision: request.decision });
    const { id: itemId } = item;
    const { personId } = request;
    await tx.accessRequest.update({
      where: { id: request.id },
      data: { decision: input.decision, decidedAt: ctx.now, decidedBy: ctx.actor.personId },
    });
    if (input.decision === 'granted') {
      await demandPeople(tx, [personId]);
      await tx.itemNamedPerson.createMany({ data: [{ itemId, personId }], skipDuplicates: true });
      await tx.knowledgeItem.update({ where: { id: itemId }, data: { revision: { increment: 1 } } });
    }
    // After the request's own row: who is telling the keepers holds it until they are told.
    const about = { key: 'requestId', value: request.id };
    await withdraw(tx, { kind: knowledgeNotificationKinds.accessRequested, thingId: itemId, about, now: ctx.now });
    const type = input.decision === 'granted' ? 'knowledge.item.access_granted' : 'knowledge.item.access_declined';
    await recordEvent(tx, ctx, { type, subject: itemId, data: { requestId: request.id, personId } });
    return { itemId };
  });
}
