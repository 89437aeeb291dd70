import { Prisma } from '@/prisma/generated/client';
import { type Actor, definePolicy } from '@/server/platform/access';
import type { AccessLevel } from './schema';

/** All that decides who may do what with an item. */
export type ItemFacts = {
  authorId: string;
  maintainerIds: readonly string[];
  accessLevel: AccessLevel;
  teamIds: readonly string[];
  jobRoleIds: readonly string[];
  namedPersonIds: readonly string[];
  trashed: boolean;
};

const keeps = (actor: Actor, item: ItemFacts): boolean =>
  item.authorId === actor.personId || item.maintainerIds.includes(actor.personId);

const levelAdmits = (actor: Actor, item: ItemFacts): boolean => {
  switch (item.accessLevel) {
    case 'public':
      return true;
    case 'team':
      return item.teamIds.some((id) => actor.teamIds.includes(id));
    case 'role':
      return actor.jobRoleId !== null && item.jobRoleIds.includes(actor.jobRoleId);
    case 'confidential':
      return actor.senior || actor.accessRole === 'leadership';
    case 'restricted':
      return false;
  }
};

const mayRead = (actor: Actor, item: ItemFacts): boolean =>
  keeps(actor, item) || (!item.trashed && (item.namedPersonIds.includes(actor.personId) || levelAdmits(actor, item)));

const mayChange = (actor: Actor, item: ItemFacts): boolean => keeps(actor, item) && !item.trashed;

/**
 * Who may. Author and maintainers keep an item: they alone change it, and they alone see it in the trash. Others
 * read by its level, or because they are named. Running the installation opens nothing.
 */
export const itemPolicy = definePolicy<ItemFacts>()({
  read: mayRead,
  edit: mayChange,
  rename: mayChange,
  changeAccess: mayChange,
  changeMaintainers: mayChange,
  attach: mayChange,
  decideRequests: mayChange,
  trash: mayChange,
  restore: (actor, item) => keeps(actor, item) && item.trashed,
});

export type ItemAbilities = Record<keyof typeof itemPolicy, boolean>;

const keptBy = (personId: string): Prisma.KnowledgeItemWhereInput => ({
  OR: [{ authorId: personId }, { maintainers: { some: { personId } } }],
});

/** `itemPolicy.read` as a where-clause. */
export function readableBy(actor: Actor): Prisma.KnowledgeItemWhereInput {
  const admitted: Prisma.KnowledgeItemWhereInput[] = [
    { accessLevel: 'public' },
    { namedPeople: { some: { personId: actor.personId } } },
    { accessLevel: 'team', teams: { some: { teamId: { in: [...actor.teamIds] } } } },
  ];
  if (actor.jobRoleId !== null) {
    admitted.push({ accessLevel: 'role', jobRoles: { some: { jobRoleId: actor.jobRoleId } } });
  }
  if (actor.senior || actor.accessRole === 'leadership') admitted.push({ accessLevel: 'confidential' });
  return { OR: [keptBy(actor.personId), { trashing: null, OR: admitted }] };
}

/** The same for what is not in the trash: lists, search, links. */
export function listedFor(actor: Actor): Prisma.KnowledgeItemWhereInput {
  return { AND: [readableBy(actor), { trashing: null }] };
}

/** What an actor may change, as a where-clause. */
export function keptItems(actor: Actor): Prisma.KnowledgeItemWhereInput {
  return keptBy(actor.personId);
}

/** `itemPolicy.read` as SQL over a `knowledge_item` that the query calls `i`. */
export function readableSql(actor: Actor): Prisma.Sql {
  const confidential = actor.senior || actor.accessRole === 'leadership';
  return Prisma.sql`(
    i.author_id = ${actor.personId}
    OR EXISTS (SELECT 1 FROM item_maintainer m WHERE m.item_id = i.id AND m.person_id = ${actor.personId})
    OR (
      NOT EXISTS (SELECT 1 FROM item_trashing t WHERE t.item_id = i.id)
      AND (
        i.access_level = 'public'
        OR EXISTS (SELECT 1 FROM item_named_person n WHERE n.item_id = i.id AND n.person_id = ${actor.personId})
        OR (i.access_level = 'team' AND EXISTS (
          SELECT 1 FROM item_team it WHERE it.item_id = i.id AND it.team_id = ANY(${[...actor.teamIds]}::text[])))
        OR (i.access_level = 'role' AND EXISTS (
          SELECT 1 FROM item_job_role ir WHERE ir.item_id = i.id AND ir.job_role_id = ${actor.jobRoleId}::text))
        OR (i.access_level = 'confidential' AND ${confidential})
      )
    )
  )`;
}

/** `itemPolicy.edit` seen from the item: those of some people who may change it. */
export const writersAmong = (item: ItemFacts, personIds: readonly string[]): string[] =>
  item.trashed ? [] : personIds.filter((id) => id === item.authorId || item.maintainerIds.includes(id));

/** `itemPolicy.read` seen from the item: the people who may read it, of those who are still here. */
export function readersOf(item: ItemFacts): Prisma.PersonWhereInput {
  if (item.accessLevel === 'public' && !item.trashed) return { deactivation: null };
  const admitted: Prisma.PersonWhereInput[] = [{ id: { in: [item.authorId, ...item.maintainerIds] } }];
  if (!item.trashed) {
    admitted.push({ id: { in: [...item.namedPersonIds] } });
    if (item.accessLevel === 'team') admitted.push({ teams: { some: { teamId: { in: [...item.teamIds] } } } });
    if (item.accessLevel === 'role') admitted.push({ jobRoleId: { in: [...item.jobRoleIds] } });
    if (item.accessLevel === 'confidential') {
      admitted.push({ jobLevel: { senior: true } }, { accessRole: 'leadership' });
    }
  }
  return { deactivation: null, OR: admitted };
}
