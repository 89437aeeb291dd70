import { type Actor, hasScope } from '@/server/platform/access';
import type { Db } from '@/server/platform/db/client';
import type { ReadThings } from '@/server/platform/notifications';
import { RESTORED_EVENT } from './commands/change-content';
import { factsOf, ITEM_WITH_FACTS, isId, readable } from './load';
import { itemPolicy, readableBy } from './policy';

/** After one of these, sockets that are open on the event's subject are judged again. */
export const ACCESS_EVENT_TYPES = [
  'knowledge.item.access_changed',
  'knowledge.item.access_granted',
  'knowledge.item.maintainers_changed',
  'knowledge.item.handed_over',
  'knowledge.item.handed_back',
  'knowledge.item.trashed',
  'knowledge.item.restored',
  'knowledge.item.purged',
] as const;

/** After one of these, whoever has the event's subject open is told that more than its text has changed. */
export const FACT_EVENT_TYPES = [
  ...ACCESS_EVENT_TYPES,
  RESTORED_EVENT,
  'knowledge.item.renamed',
  'knowledge.item.metadata_changed',
] as const;

/** What an actor may do with a document. @returns null when nothing, and when there is no such document */
export async function judgeDocument(db: Db, actor: Actor, documentId: string): Promise<'write' | 'read' | null> {
  if (!isId(documentId) || !hasScope(actor, 'read')) return null;
  const item = await db.knowledgeItem.findFirst({
    where: readable(actor, documentId),
    include: ITEM_WITH_FACTS,
    omit: { content: true },
  });
  if (!item) return null;
  const facts = factsOf(item);
  if (!itemPolicy.read(actor, facts)) return null;
  return itemPolicy.edit(actor, facts) && hasScope(actor, 'write') ? 'write' : 'read';
}

/** Of these ids, those of items that the reader may read now, with their titles: for notifications and mentions. */
export const readThings: ReadThings = async ({ actor, db }, ids) => {
  if (!hasScope(actor, 'read')) return new Map();
  const items = await db.knowledgeItem.findMany({
    where: { AND: [{ id: { in: ids.filter(isId) } }, readableBy(actor)] },
    select: { id: true, title: true },
  });
  return new Map(items.map(({ id, title }) => [id, { title }]));
};
