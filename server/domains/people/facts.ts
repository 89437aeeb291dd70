import type { Prisma } from '@/prisma/generated/client';
import { type Actor, authorize } from '@/server/platform/access';
import { loadActor } from '@/server/platform/auth';
import type { Context } from '@/server/platform/command';
import type { Db, Tx } from '@/server/platform/db/client';
import { demand, invalid, KenningError, notFound } from '@/server/platform/errors';
import { type PersonFacts, personPolicy } from './policy';
import { levelFits } from './rules';

/** Where a write comes from when nobody is signed in yet. `secret` keys the counters of failures. */
export type PublicContext = { db: Db; now: Date; address: string; userAgent: string; secret: string };

const LOADED = {
  id: true,
  name: true,
  email: true,
  accessRole: true,
  jobRoleId: true,
  jobLevelId: true,
  managerId: true,
  deactivation: { select: { personId: true } },
} satisfies Prisma.PersonSelect;

export type LoadedPerson = PersonFacts & Omit<Prisma.PersonGetPayload<{ select: typeof LOADED }>, 'deactivation'>;

/** @returns null when there is no such person */
export async function findPerson(db: Db, personId: string): Promise<LoadedPerson | null> {
  const row = await db.person.findUnique({ where: { id: personId }, select: LOADED });
  if (!row) return null;
  const { deactivation, ...facts } = row;
  return { ...facts, active: deactivation === null };
}

/** Loads and judges. @throws KenningError not_found or forbidden */
export async function personFor(
  ctx: Context,
  ability: keyof typeof personPolicy,
  personId: string,
): Promise<LoadedPerson> {
  const person = await findPerson(ctx.db, personId);
  if (!person) throw notFound();
  authorize(personPolicy, ability, ctx.actor, person);
  return person;
}

/** The person who acts. @throws KenningError not_found or forbidden */
export function selfFor(ctx: Context, ability: 'updateProfile' | 'secureAccount'): Promise<LoadedPerson> {
  return personFor(ctx, ability, ctx.actor.personId);
}

/**
 * Holds people's rows, in one order whoever asks, until the transaction ends: what was judged stays true until written.
 * @param withAdministrators also every administrator, when their number matters
 */
export async function holdPeople(tx: Tx, ids: readonly string[], withAdministrators = false): Promise<void> {
  await tx.$queryRaw`
    SELECT id FROM person
    WHERE id = ANY(${ids}::text[]) OR (${withAdministrators} AND access_role = 'administrator')
    ORDER BY id FOR UPDATE`;
}

/**
 * Who acts, loaded anew and held as they are until the transaction ends: since they came in they may have been
 * deactivated, have lost their role, or had this session ended, and what they are about to make would outlive it
 * (PE-X4).
 * @throws KenningError unauthenticated / sign_in
 */
export async function holdActor(ctx: Context, tx: Tx): Promise<Actor> {
  const { personId, door } = ctx.actor;
  await tx.$queryRaw`SELECT id FROM person WHERE id = ${personId} FOR SHARE`;
  const actor = await loadActor(tx, personId, door);
  const ended =
    door.kind === 'session' && (await tx.session.count({ where: { id: door.sessionId, endedAt: null } })) === 0;
  if (!actor || ended) throw new KenningError('unauthenticated', 'sign_in');
  return actor;
}

/**
 * A person about whom somebody decides: both are held until the transaction ends, and who decides is judged again as they
 * are then (PE-X4). Judge with `personFor` first, so that nobody holds others who may not.
 * @param held.also others whose rows matter; `withAdministrators` as in `holdPeople`
 * @throws KenningError unauthenticated, not_found, forbidden
 */
export async function heldPerson(
  ctx: Context,
  tx: Tx,
  ability: keyof typeof personPolicy,
  personId: string,
  held: { also?: readonly string[]; withAdministrators?: boolean } = {},
): Promise<LoadedPerson> {
  await holdPeople(tx, [personId, ctx.actor.personId, ...(held.also ?? [])], held.withAdministrators);
  const actor = await holdActor(ctx, tx);
  return personFor({ ...ctx, actor, db: tx }, ability, personId);
}

/** @returns how many active administrators there are besides the person; call with their rows held */
export function otherAdministrators(tx: Tx, personId: string): Promise<number> {
  return tx.person.count({ where: { accessRole: 'administrator', deactivation: null, id: { not: personId } } });
}

export type Place = {
  jobRoleId: string | null;
  jobLevelId: string | null;
  managerId: string | null;
  teamIds: readonly string[];
};

/** @throws KenningError invalid when a role, level, manager or team does not exist or does not fit */
export async function checkPlace(tx: Tx, place: Place): Promise<void> {
  if (place.jobRoleId !== null) {
    const role = await tx.jobRole.findUnique({ where: { id: place.jobRoleId }, select: { id: true } });
    if (!role) throw invalid('no_such_job_role');
  }
  if (place.jobLevelId !== null) {
    // Held: a level that is being removed is waited for, and is then not there.
    const [level] = await tx.$queryRaw<{ jobRoleId: string }[]>`
      SELECT job_role_id AS "jobRoleId" FROM job_level WHERE id = ${place.jobLevelId} FOR KEY SHARE`;
    if (!level) throw invalid('no_such_level');
    demand(levelFits(place.jobRoleId, level));
  }
  if (place.managerId !== null) {
    const manager = await findPerson(tx, place.managerId);
    if (!manager?.active) throw invalid('no_such_manager');
  }
  const teamIds = [...new Set(place.teamIds)];
  const teams = await tx.team.count({ where: { id: { in: teamIds } } });
  if (teams < teamIds.length) throw invalid('no_such_team');
}

/** @returns the person, their manager, the manager's manager and so on */
export async function managersAbove(tx: Tx, personId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE above AS (
      SELECT id, manager_id FROM person WHERE id = ${personId}
      UNION
      SELECT p.id, p.manager_id FROM person p JOIN above a ON p.id = a.manager_id
    ) SELECT id FROM above`;
  return rows.map((row) => row.id);
}
