import { Prisma } from '@/prisma/generated/client';
import { type Db, inTransaction, type Tx } from '@/server/platform/db/client';
import { recordEvent } from '@/server/platform/events/record';
import { isOwed, type Keeping } from '../hand-over.rules';

export type HandOverInput = {
  /** Who has left. */
  personId: string;
  /** Who takes over; null where nobody was named. */
  toPersonId: string | null;
};

export type GiveBackInput = {
  /** Who is here again. */
  personId: string;
};

type Run = { db: Db; now: Date; signal?: AbortSignal };
/** What became of some items, and the id after which the others begin; null when there are no others. */
type Some = { items: number; next: string | null };

const ITEMS_PER_TRANSACTION = 200;
const NO_MORE: Some = { items: 0, next: null };

/**
 * Gives what a person kept to a successor, who becomes a maintainer. Where nobody was named, the person's manager
 * takes it, then leadership, then an administrator; items that others still keep need no successor. The successor is
 * chosen anew for every few items, since they may leave as well (KN-H4). Safe to run twice: what was handed over is no
 * longer found. When the signal says so it stops between two transactions, by throwing the signal's reason.
 * @returns how many items got a new maintainer
 */
export function handOver(run: Run, input: HandOverInput): Promise<number> {
  return inParts(run, (tx, after) => handOverSome(tx, run.now, input, after));
}

/**
 * Gives back what was handed over when a person returns: they keep those items again, beside whoever took over. Whatever
 * departure it went at, it comes back once, unless they were removed from it or made its maintainer on purpose since
 * (KN-H3, KN-H5). Safe to run twice, and it stops, as `handOver`.
 * @returns how many items
 */
export function giveBack(run: Run, { personId }: GiveBackInput): Promise<number> {
  return inParts(run, (tx, after) => giveBackSome(tx, run.now, personId, after));
}

async function inParts({ db, signal }: Run, work: (tx: Tx, after: string) => Promise<Some>): Promise<number> {
  let items = 0;
  let next: string | null = '';
  while (next !== null) {
    signal?.throwIfAborted();
    const after: string = next;
    const some = await inTransaction(db, (tx) => work(tx, after));
    items += some.items;
    next = some.next;
  }
  return items;
}

async function handOverSome(tx: Tx, now: Date, input: HandOverInput, after: string): Promise<Some> {
  const { personId } = input;
  const toPersonId = await successorOf(tx, input);
  if (toPersonId === null) return NO_MORE;
  const here = await holdPresence(tx, [personId, toPersonId]);
  if (here.has(personId)) return NO_MORE;
  // They left while they were being chosen: somebody else takes the same items.
  if (!here.has(toPersonId)) return { items: 0, next: after };
  const left = {
    OR: [{ authorId: personId }, { maintainers: { some: { personId } } }],
    // Named explicitly, the successor gets everything; otherwise only what nobody else keeps.
    AND:
      toPersonId === input.toPersonId
        ? { maintainers: { none: { personId: toPersonId } } }
        : { author: { deactivation: { isNot: null } }, maintainers: { none: { person: { deactivation: null } } } },
  } satisfies Prisma.KnowledgeItemWhereInput;
  const found = await idsOf(tx, { AND: [{ id: { gt: after } }, left] });
  await holdItems(tx, found);
  const ids = await idsOf(tx, { AND: [{ id: { in: found } }, left] });
  await addMaintainer(tx, ids, toPersonId);
  await tx.itemMaintainer.deleteMany({ where: { itemId: { in: ids }, personId } });
  for (const subject of ids) {
    const data = { from: personId, to: toPersonId };
    await recordEvent(tx, { actor: null, now }, { type: 'knowledge.item.handed_over', subject, data });
  }
  return { items: ids.length, next: found.at(-1) ?? null };
}

async function giveBackSome(tx: Tx, now: Date, personId: string, after: string): Promise<Some> {
  if (!(await holdPresence(tx, [personId])).has(personId)) return NO_MORE;
  const handed = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT DISTINCT subject AS id FROM event
    WHERE type = 'knowledge.item.handed_over' AND data->>'from' = ${personId} AND subject > ${after}
    ORDER BY subject LIMIT ${ITEMS_PER_TRANSACTION}::int`);
  const found = handed.map((item) => item.id);
  await holdItems(tx, found);
  const ids = await owed(tx, found, personId);
  await addMaintainer(tx, ids, personId);
  for (const subject of ids) {
    const by = { actor: null, now };
    await recordEvent(tx, by, { type: 'knowledge.item.handed_back', subject, data: { to: personId } });
  }
  return { items: ids.length, next: found.at(-1) ?? null };
}

/** Of these items, which are held, those that the person does not keep and is to keep again. */
async function owed(tx: Tx, itemIds: readonly string[], personId: string): Promise<string[]> {
  const told = await tx.$queryRaw<{ id: string; history: Keeping[] }[]>(Prisma.sql`
    SELECT e.subject AS id, array_agg(CASE
        WHEN e.type = 'knowledge.item.handed_over' AND e.data->>'from' = ${personId} THEN 'taken'
        WHEN jsonb_exists(e.data->'removed', ${personId}) THEN 'removed'
        ELSE 'gained' END ORDER BY e.id) AS history
    FROM event e
    WHERE e.subject = ANY(${[...itemIds]}::text[])
      AND (e.type IN ('knowledge.item.handed_over', 'knowledge.item.handed_back')
             AND ${personId} IN (e.data->>'from', e.data->>'to')
           OR e.type = 'knowledge.item.maintainers_changed'
             AND (jsonb_exists(e.data->'removed', ${personId}) OR jsonb_exists(e.data->'added', ${personId})))
      AND NOT EXISTS (SELECT 1 FROM item_maintainer m WHERE m.item_id = e.subject AND m.person_id = ${personId})
    GROUP BY e.subject ORDER BY e.subject`);
  return told.filter(({ history }) => isOwed(history)).map(({ id }) => id);
}

async function idsOf(tx: Tx, where: Prisma.KnowledgeItemWhereInput): Promise<string[]> {
  const rows = await tx.knowledgeItem.findMany({
    where,
    select: { id: true },
    take: ITEMS_PER_TRANSACTION,
    orderBy: { id: 'asc' },
  });
  return rows.map((row) => row.id);
}

/** Nobody of them leaves or returns until the transaction ends. @returns those who are here */
async function holdPresence(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  await tx.$queryRaw(Prisma.sql`SELECT 1 FROM person WHERE id = ANY(${[...ids]}::text[]) ORDER BY id FOR KEY SHARE`);
  const here = await tx.person.findMany({ where: { id: { in: [...ids] }, deactivation: null }, select: { id: true } });
  return new Set(here.map((person) => person.id));
}

/** Who keeps these items stays as it is read from now on, until the transaction ends. */
async function holdItems(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.$queryRaw(Prisma.sql`
    SELECT 1 FROM knowledge_item WHERE id = ANY(${[...ids]}::text[]) ORDER BY id FOR NO KEY UPDATE`);
}

async function addMaintainer(tx: Tx, ids: string[], personId: string): Promise<void> {
  await tx.itemMaintainer.createMany({ data: ids.map((itemId) => ({ itemId, personId })), skipDuplicates: true });
  await tx.knowledgeItem.updateMany({ where: { id: { in: ids } }, data: { revision: { increment: 1 } } });
}

async function successorOf(db: Db, { personId, toPersonId }: HandOverInput): Promise<string | null> {
  const here = { deactivation: null, id: { not: personId } };
  if (toPersonId !== null) {
    const named = await db.person.findFirst({ where: { AND: [here, { id: toPersonId }] }, select: { id: true } });
    if (named) return named.id;
  }
  const left = await db.person.findUnique({ where: { id: personId }, select: { managerId: true } });
  const manager = left?.managerId
    ? await db.person.findFirst({ where: { AND: [here, { id: left.managerId }] }, select: { id: true } })
    : null;
  if (manager) return manager.id;
  for (const accessRole of ['leadership', 'administrator'] as const) {
    const found = await db.person.findFirst({
      where: { ...here, accessRole },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      select: { id: true },
    });
    if (found) return found.id;
  }
  return null;
}
