import { type Db, inTransaction, type Tx } from '@/server/platform/db/client';
import { recordEvent } from '@/server/platform/events/record';

export type HandOverInput = {
  /** Who has left. */
  personId: string;
  /** Who takes over; null where nobody was named. */
  toPersonId: string | null;
};

const ITEMS_PER_TRANSACTION = 200;

/**
 * Gives what a person kept to a successor, who becomes a maintainer. Where nobody was named, the person's manager
 * takes it, then leadership, then an administrator; items that others still keep need no successor. Safe to run
 * twice: what was handed over is no longer found.
 * @returns how many items got a new maintainer, and who
 */
export async function handOver(
  ctx: { db: Db; now: Date },
  input: HandOverInput,
): Promise<{ items: number; toPersonId: string | null }> {
  const toPersonId = await successorOf(ctx.db, input);
  const named = toPersonId === input.toPersonId;
  let items = 0;
  if (toPersonId === null) return { items, toPersonId };
  for (;;) {
    const moved = await inTransaction(ctx.db, (tx) =>
      handOverSome(tx, ctx.now, { personId: input.personId, toPersonId, named }),
    );
    items += moved;
    if (moved === 0) return { items, toPersonId };
  }
}

type Succession = { personId: string; toPersonId: string; named: boolean };

async function handOverSome(tx: Tx, now: Date, { personId, toPersonId, named }: Succession): Promise<number> {
  const left = await tx.knowledgeItem.findMany({
    where: {
      OR: [{ authorId: personId }, { maintainers: { some: { personId } } }],
      // Named explicitly, the successor gets everything; otherwise only what nobody else keeps.
      AND: named
        ? { maintainers: { none: { personId: toPersonId } } }
        : { author: { deactivation: { isNot: null } }, maintainers: { none: { person: { deactivation: null } } } },
    },
    select: { id: true },
    take: ITEMS_PER_TRANSACTION,
    orderBy: { id: 'asc' },
  });
  const ids = left.map((item) => item.id);
  await tx.itemMaintainer.createMany({
    data: ids.map((itemId) => ({ itemId, personId: toPersonId })),
    skipDuplicates: true,
  });
  await tx.itemMaintainer.deleteMany({ where: { itemId: { in: ids }, personId } });
  await tx.knowledgeItem.updateMany({ where: { id: { in: ids } }, data: { revision: { increment: 1 } } });
  for (const itemId of ids) {
    await recordEvent(
      tx,
      { actor: null, now },
      {
        type: 'knowledge.item.handed_over',
        subject: itemId,
        data: { from: personId, to: toPersonId },
      },
    );
  }
  return ids.length;
}

/**
 * Gives back what was handed over when a person returns: they keep those items again, beside whoever took over. Safe
 * to run twice.
 * @returns how many items
 */
export async function giveBack(ctx: { db: Db; now: Date }, input: { personId: string }): Promise<number> {
  const { personId } = input;
  return inTransaction(ctx.db, async (tx) => {
    const handed = await tx.event.findMany({
      where: { type: 'knowledge.item.handed_over', data: { path: ['from'], equals: personId } },
      select: { subject: true },
      distinct: ['subject'],
    });
    const items = await tx.knowledgeItem.findMany({
      where: { id: { in: handed.map((event) => event.subject) }, maintainers: { none: { personId } } },
      select: { id: true },
    });
    const ids = items.map((item) => item.id);
    await tx.itemMaintainer.createMany({ data: ids.map((itemId) => ({ itemId, personId })), skipDuplicates: true });
    await tx.knowledgeItem.updateMany({ where: { id: { in: ids } }, data: { revision: { increment: 1 } } });
    for (const subject of ids) {
      const by = { actor: null, now: ctx.now };
      await recordEvent(tx, by, { type: 'knowledge.item.handed_back', subject, data: { to: personId } });
    }
    return ids.length;
  });
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
