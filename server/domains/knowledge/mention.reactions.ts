import { inTransaction } from '@/server/platform/db/client';
import { defineReaction } from '@/server/platform/events';
import { notify } from '@/server/platform/notifications';
import { factsOf, lockUnread } from './load';
import { knowledgeNotificationKinds as kinds } from './notifications.schema';
import { readersOf } from './policy';

/**
 * KN-G7: tells whom a text names, each once for each item, as soon as they may read it: at once, or when somebody lets
 * them in. The item's row is held, so that two causes at one moment tell nobody twice.
 */
export const tellOfMentions = defineReaction({
  name: 'knowledge.tell_of_mentions',
  types: [
    'knowledge.item.person_mentioned',
    'knowledge.item.access_changed',
    'knowledge.item.access_granted',
    'knowledge.item.maintainers_changed',
    'knowledge.item.restored',
  ],
  handle: async ({ event, db, now }) => {
    const itemId = event.subject;
    if ((await db.personMention.count({ where: { itemId, toldAt: null } })) === 0) return;
    await inTransaction(db, async (tx) => {
      const item = await lockUnread(tx, itemId);
      if (!item || item.trashing) return;
      const waiting = await tx.personMention.findMany({
        where: { itemId, toldAt: null, person: readersOf(factsOf(item)) },
        select: { personId: true, byId: true, eventId: true },
      });
      for (const { personId, byId, eventId } of waiting) {
        const data = { personId, ...(byId === null ? {} : { actorId: byId }) };
        const about = { kind: kinds.mentioned, thingId: itemId, eventId, now };
        await notify(tx, { ...about, personIds: [personId], data });
        await tx.personMention.update({ where: { itemId_personId: { itemId, personId } }, data: { toldAt: now } });
      }
    });
  },
});
