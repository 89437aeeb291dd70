import { z } from 'zod';
import { Prisma } from '@/prisma/generated/client';
import type { OpenDocuments } from '@/server/platform/collab';
import type { Context } from '@/server/platform/command';
import type { Db } from '@/server/platform/db/client';
import { notFound } from '@/server/platform/errors';
import { RESTORED_EVENT } from './commands/change-content';
import { factsOf, ITEM_WITH_FACTS, type ItemWithFacts, isId } from './load';
import { readableBy, readableSql, writersAmong } from './policy';
import { etagOf } from './rules';

type Person = { id: string; name: string };

/** Who has which documents open, in whatever process; undefined where this process cannot know. */
export type WhoIsIn = ((documentIds: readonly string[]) => Promise<OpenDocuments>) | undefined;

/**
 * KN-Z70: who else has one of these items open and may write in it now, by name. Items that the actor may not read say
 * as little as items that do not exist. @returns null where it cannot be known
 */
export async function whoWrites(
  { db, actor }: Context,
  { ids }: { ids: readonly string[] },
  whoIsIn: WhoIsIn,
): Promise<Person[] | null> {
  if (!whoIsIn) return null;
  const items = await db.knowledgeItem.findMany({
    where: { AND: [{ id: { in: ids.filter(isId) } }, readableBy(actor)] },
    include: ITEM_WITH_FACTS,
    omit: { content: true },
  });
  if (items.length === 0) return [];
  const open = await whoIsIn(items.map(({ id }) => id));
  const writing = items.flatMap((item) => writersAmong(factsOf(item), open.get(item.id) ?? []));
  const others = new Set(writing.filter((id) => id !== actor.personId));
  return db.person.findMany({
    where: { id: { in: [...others] } },
    select: { id: true, name: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
}

/**
 * KN-Z60: the state of what a reading page shows, as its own etag has it: what it is derived from is not derived for
 * this question, so that it costs the same however much is written. @throws KenningError not_found
 */
export async function itemState({ db, actor }: Context, { id }: { id: string }): Promise<{ etag: string }> {
  const [row] = isId(id)
    ? await db.$queryRaw<{ revision: number; seq: bigint }[]>(Prisma.sql`
        SELECT i.revision, coalesce(p.seq, 0) AS seq
        FROM knowledge_item i LEFT JOIN item_projection p ON p.item_id = i.id
        WHERE i.id = ${id} AND ${readableSql(actor)}`)
    : [];
  if (!row) throw notFound();
  return { etag: etagOf(row.revision, row.seq) };
}

/** Somebody went back to an earlier version: `seq` names it. */
export type Restoring = { seq: string; by: Person | null; at: Date; endedAt: Date | null };
/** What others did with an item as a whole, which whoever writes in it is told of. */
export type DoneWith = { trashedBy: Person | null; restored: Restoring | null };

/** What the event of a restoring says, as far as it is told of; older ones do not say when that version ended. */
const restoredData = z.object({ seq: z.string(), endedAt: z.iso.datetime().optional() });

/** Who moved an item to the trash, and who went back to an earlier version of it last. */
export async function doneWith(db: Db, { id, trashing }: Pick<ItemWithFacts, 'id' | 'trashing'>): Promise<DoneWith> {
  const event = await db.event.findFirst({
    where: { subject: id, type: RESTORED_EVENT },
    select: { actorId: true, at: true, data: true },
    orderBy: { id: 'desc' },
  });
  const ids = [trashing?.byId, event?.actorId].filter((one) => typeof one === 'string');
  const people = ids.length > 0 ? await db.person.findMany({ where: { id: { in: ids } }, select: PERSON }) : [];
  const named = (personId: string | null | undefined) => people.find((person) => person.id === personId) ?? null;
  if (!event) return { trashedBy: named(trashing?.byId), restored: null };
  const { seq, endedAt } = restoredData.parse(event.data);
  return {
    trashedBy: named(trashing?.byId),
    restored: { seq, by: named(event.actorId), at: event.at, endedAt: endedAt ? new Date(endedAt) : null },
  };
}

const PERSON = { id: true, name: true } as const;
