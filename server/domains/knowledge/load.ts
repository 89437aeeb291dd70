import { Prisma } from '@/prisma/generated/client';
import type { Actor } from '@/server/platform/access';
import type { Db, Tx } from '@/server/platform/db/client';
import { notFound } from '@/server/platform/errors';
import { type ItemFacts, readableBy, readableSql } from './policy';

const ID_SHAPE = /^[\w-]{1,64}$/;

/** An item with the facts that decide about it. */
export const ITEM_WITH_FACTS = {
  maintainers: { select: { personId: true } },
  reviewers: { select: { personId: true } },
  teams: { select: { teamId: true } },
  jobRoles: { select: { jobRoleId: true } },
  namedPeople: { select: { personId: true } },
  trashing: { select: { at: true, byId: true, reason: true } },
} satisfies Prisma.KnowledgeItemInclude;

export type ItemWithFacts = Prisma.KnowledgeItemGetPayload<{ include: typeof ITEM_WITH_FACTS }>;

/** The same facts from any record that was selected with them. */
export function factsOf(
  item: Pick<
    ItemWithFacts,
    'authorId' | 'accessLevel' | 'maintainers' | 'teams' | 'jobRoles' | 'namedPeople' | 'trashing'
  >,
): ItemFacts {
  return {
    authorId: item.authorId,
    maintainerIds: item.maintainers.map((row) => row.personId),
    accessLevel: item.accessLevel,
    teamIds: item.teams.map((row) => row.teamId),
    jobRoleIds: item.jobRoles.map((row) => row.jobRoleId),
    namedPersonIds: item.namedPeople.map((row) => row.personId),
    trashed: item.trashing !== null,
  };
}

/** @returns whether a text can be an id at all; others are unknown without asking the database */
export const isId = (text: string): boolean => ID_SHAPE.test(text);

/**
 * An item for who reads it. What they may not read is asked for as if it did not exist, so that not even the time of
 * the answer tells them apart. The caller still has to authorize. @throws KenningError not_found
 */
export async function loadReadable(db: Db, actor: Actor, id: string): Promise<ItemWithFacts> {
  const item = isId(id)
    ? await db.knowledgeItem.findFirst({ where: readable(actor, id), include: ITEM_WITH_FACTS })
    : null;
  if (!item) throw notFound();
  return item;
}

/** That item, where the actor may read it. */
export const readable = (actor: Actor, id: string): Prisma.KnowledgeItemWhereInput => ({
  AND: [{ id }, readableBy(actor)],
});

/**
 * An item for who writes it: its row is held until the transaction ends, so that two writers of one item take turns.
 * Who may not read it neither holds it nor waits for who does: to them it does not exist. The caller still has to
 * authorize, since access may have changed while the lock was waited for. @throws KenningError not_found
 */
export async function lockItem(tx: Tx, actor: Actor, id: string): Promise<ItemWithFacts> {
  const item = await heldItem(tx, id, readableSql(actor));
  if (!item) throw notFound();
  return item;
}

/** Holds an item whoever asks, for an answer that tells nothing of it. @returns null when there is none */
export function lockUnread(tx: Tx, id: string): Promise<ItemWithFacts | null> {
  return heldItem(tx, id, Prisma.sql`true`);
}

/** Not against what only points to the item, as an item below it does: who holds that one may wait for nobody here. */
async function heldItem(tx: Tx, id: string, which: Prisma.Sql): Promise<ItemWithFacts | null> {
  if (!isId(id)) return null;
  const held = await tx.$queryRaw<unknown[]>(Prisma.sql`
    SELECT 1 FROM knowledge_item i WHERE i.id = ${id} AND ${which} FOR NO KEY UPDATE OF i`);
  if (held.length === 0) return null;
  return tx.knowledgeItem.findUnique({ where: { id }, include: ITEM_WITH_FACTS });
}
