import { Prisma } from '@/prisma/generated/client';
import type { Tx } from '@/server/platform/db/client';
import { recordEvent } from '@/server/platform/events';
import { withdraw } from '@/server/platform/notifications';
import { MENTIONED_PEOPLE_MAX } from '../limits.schema';
import { knowledgeNotificationKinds as kinds } from '../notifications.schema';

type Mentioned = {
  itemId: string;
  /** Whom the text names by now. */
  personIds: readonly string[];
  /** The text was derived from before up to this update, and is now up to that one. */
  since: bigint;
  until: bigint;
  now: Date;
};

/**
 * Keeps whom a text names, in the transaction of its projection. Who is new gets an event, from which they are told; who
 * is not named any more is not kept waiting for it, and what they did not read of it is taken back (KN-G8).
 */
export async function recordMentions(tx: Tx, { itemId, since, until, now, ...named }: Mentioned): Promise<void> {
  const personIds = named.personIds.slice(0, MENTIONED_PEOPLE_MAX);
  const kept = await tx.personMention.findMany({ where: { itemId }, select: { personId: true, toldAt: true } });
  const gone = kept.filter(({ personId }) => !personIds.includes(personId));
  for (const { personId, toldAt } of gone) await forget(tx, { itemId, personId, told: toldAt !== null, now });
  const fresh = personIds.filter((id) => !kept.some(({ personId }) => personId === id));
  if (fresh.length === 0) return;
  const known = await tx.person.findMany({ where: { id: { in: fresh } }, select: { id: true } });
  const byId = await onlyWriter(tx, { itemId, since, until });
  for (const { id: personId } of known) {
    const mention = { itemId, personId, byId, at: now };
    if (personId === byId) {
      // Whoever names themselves knows.
      await tx.personMention.create({ data: { ...mention, toldAt: now } });
      continue;
    }
    const actor = byId === null ? null : { personId: byId };
    const data = { personId };
    const event = { type: 'knowledge.item.person_mentioned', subject: itemId, data } as const;
    await tx.personMention.create({ data: { ...mention, eventId: await recordEvent(tx, { actor, now }, event) } });
  }
}

type Gone = { itemId: string; personId: string; told: boolean; now: Date };

/** Whoever has read of it is not told again when the words come back; to whom else it is news. */
async function forget(tx: Tx, { itemId, personId, told, now }: Gone): Promise<void> {
  const kind = kinds.mentioned;
  const unread = await tx.notification.count({ where: { personId, kind: kind.name, subjectId: itemId, readAt: null } });
  if (told && unread === 0) return;
  await withdraw(tx, { kind, thingId: itemId, about: { key: 'personId', value: personId }, now });
  await tx.personMention.delete({ where: { itemId_personId: { itemId, personId } } });
}

/** Who wrote it, if only one person did since the text was last derived from: only then can it be said. */
async function onlyWriter(
  tx: Tx,
  { itemId, since, until }: Pick<Mentioned, 'itemId' | 'since' | 'until'>,
): Promise<string | null> {
  const writers = await tx.$queryRaw<{ personId: string | null }[]>(Prisma.sql`
    SELECT DISTINCT person_id AS "personId" FROM document_update
    WHERE document_id = ${itemId} AND seq > ${since}::bigint AND seq <= ${until}::bigint LIMIT 2`);
  return writers.length === 1 ? (writers[0]?.personId ?? null) : null;
}
