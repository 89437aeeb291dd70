import type { Actor } from '@/server/platform/access';
import type { Tx } from '@/server/platform/db/client';
import { invalid } from '@/server/platform/errors';
import { listedFor } from './policy';
import type { Access } from './rules';

const missingOf = (wanted: readonly string[], found: { id: string }[]): string[] => {
  const known = new Set(found.map((row) => row.id));
  return wanted.filter((id) => !known.has(id));
};

/** @throws KenningError invalid when someone named is unknown or has left; `known` people may have */
export async function demandPeople(tx: Tx, ids: readonly string[], known: readonly string[] = []): Promise<void> {
  const fresh = ids.filter((id) => !known.includes(id));
  if (fresh.length === 0) return;
  const found = await tx.person.findMany({ where: { id: { in: fresh }, deactivation: null }, select: { id: true } });
  const missing = missingOf(fresh, found);
  if (missing.length > 0) throw invalid('unknown_person', { ids: missing });
}

/** @throws KenningError invalid when a team, job role or person does not exist */
export async function demandAudience(tx: Tx, access: Access, before?: Access): Promise<void> {
  const teams = await tx.team.findMany({ where: { id: { in: [...access.teamIds] } }, select: { id: true } });
  const noTeam = missingOf(access.teamIds, teams);
  if (noTeam.length > 0) throw invalid('unknown_team', { ids: noTeam });
  const roles = await tx.jobRole.findMany({ where: { id: { in: [...access.jobRoleIds] } }, select: { id: true } });
  const noRole = missingOf(access.jobRoleIds, roles);
  if (noRole.length > 0) throw invalid('unknown_job_role', { ids: noRole });
  await demandPeople(tx, access.namedPersonIds, before?.namedPersonIds);
}

/**
 * Items may be named only by who can read them; an unreadable one is as unknown as one that does not exist.
 * @throws KenningError invalid
 */
export async function demandItems(tx: Tx, actor: Actor, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const found = await tx.knowledgeItem.findMany({
    where: { AND: [{ id: { in: [...ids] } }, listedFor(actor)] },
    select: { id: true },
  });
  const missing = missingOf(ids, found);
  if (missing.length > 0) throw invalid('unknown_item', { ids: missing });
}

/** Makes the audience rows of an item those of `access`. */
export async function writeAudience(tx: Tx, itemId: string, access: Access): Promise<void> {
  await tx.itemTeam.deleteMany({ where: { itemId, teamId: { notIn: [...access.teamIds] } } });
  await tx.itemJobRole.deleteMany({ where: { itemId, jobRoleId: { notIn: [...access.jobRoleIds] } } });
  await tx.itemNamedPerson.deleteMany({ where: { itemId, personId: { notIn: [...access.namedPersonIds] } } });
  const skipDuplicates = true;
  await tx.itemTeam.createMany({ data: access.teamIds.map((teamId) => ({ itemId, teamId })), skipDuplicates });
  await tx.itemJobRole.createMany({
    data: access.jobRoleIds.map((jobRoleId) => ({ itemId, jobRoleId })),
    skipDuplicates,
  });
  await tx.itemNamedPerson.createMany({
    data: access.namedPersonIds.map((personId) => ({ itemId, personId })),
    skipDuplicates,
  });
}
