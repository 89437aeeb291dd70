import { Prisma } from '@/prisma/generated/client';
import type { Db, Tx } from '@/server/platform/db/client';
import { notFound } from '@/server/platform/errors';
import type { ItemFacts } from './policy';

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

/** @throws KenningError not_found when there is no such item; the caller still has to authorize */
export async function loadItem(db: Db, id: string): Promise<ItemWithFacts> {
  const item = isId(id) ? await db.knowledgeItem.findUnique({ where: { id }, include: ITEM_WITH_FACTS }) : null;
  if (!item) throw notFound();
  return item;
}

/** As `loadItem`, and holds the row until the transaction ends, so that two writers of one item take turns. */
export async function lockItem(tx: Tx, id: string): Promise<ItemWithFacts> {
  if (!isId(id)) throw notFound();
  await tx.$queryRaw(Prisma.sql`SELECT 1 FROM knowledge_item WHERE id = ${id} FOR UPDATE`);
  return loadItem(tx, id);
}
