import { authorize } from '@/server/platform/access';
import type { Context } from '@/server/platform/command';
import { inTransaction, type Tx } from '@/server/platform/db/client';
import { demand, invalid, KenningError, notFound } from '@/server/platform/errors';
import { recordEvent } from '@/server/platform/events/record';
import { PEOPLE_EVENTS } from '../events';
import { holdActor } from '../facts';
import { COMPANY, companyPolicy } from '../policy';
import { DEFAULT_LEVELS, levelsMayBe } from '../rules';
import type { ChangeJobRoleInput, CreateJobRoleInput, JobLevelInput } from '../schema';
import { isNameTaken } from '../taken';

/** Ranks are unique within a role, so they move out of the way before they take their places. */
const RANK_ASIDE = 1_000;

/**
 * Makes a job role with its levels, in order.
 * @throws KenningError conflict / job_role_name_taken; invalid / no_levels, level_key_twice, level_name_twice
 */
export async function createJobRole(ctx: Context, input: CreateJobRoleInput): Promise<{ jobRoleId: string }> {
  const levels = input.levels ?? DEFAULT_LEVELS;
  demand(levelsMayBe(levels));
  return inTransaction(ctx.db, async (tx) => {
    authorize(companyPolicy, 'manageJobRoles', await holdActor(ctx, tx), COMPANY);
    if (await isNameTaken(tx, 'jobRole', input.name)) throw new KenningError('conflict', 'job_role_name_taken');
    const { id } = await tx.jobRole.create({
      data: {
        name: input.name,
        createdAt: ctx.now,
        levels: { create: levels.map(({ key, name, senior }, rank) => ({ key, name, senior, rank })) },
      },
      select: { id: true },
    });
    await recordEvent(tx, ctx, { type: PEOPLE_EVENTS.jobRoleCreated, subject: id });
    return { jobRoleId: id };
  });
}

type LevelRow = { id: string; key: string; name: string; senior: boolean };

/** Levels that nobody holds may go; those that are held may only change. Nobody is given one while it is counted. */
async function removeLevels(tx: Tx, jobRoleId: string, kept: readonly string[]): Promise<void> {
  await tx.$queryRaw`SELECT id FROM job_level WHERE job_role_id = ${jobRoleId} ORDER BY id FOR UPDATE`;
  const gone = await tx.jobLevel.findMany({
    where: { jobRoleId, id: { notIn: [...kept] } },
    select: { id: true, name: true, _count: { select: { people: true } } },
  });
  const held = gone.find((level) => level._count.people > 0);
  if (held) throw new KenningError('conflict', 'level_held', { level: held.name, people: held._count.people });
  await tx.jobLevel.deleteMany({ where: { id: { in: gone.map((level) => level.id) } } });
}

async function writeLevels(tx: Tx, jobRoleId: string, before: LevelRow[], levels: JobLevelInput[]): Promise<void> {
  for (const [index, level] of before.entries()) {
    const aside = { rank: RANK_ASIDE + index, key: `${level.key}_${RANK_ASIDE + index}` };
    await tx.jobLevel.updateMany({ where: { id: level.id }, data: aside });
  }
  for (const [rank, { id, key, name, senior }] of levels.entries()) {
    const data = { key, name, senior, rank };
    if (id) await tx.jobLevel.update({ where: { id }, data });
    else await tx.jobLevel.create({ data: { ...data, jobRoleId } });
  }
}

/**
 * Renames a job role, and changes, adds, reorders and removes its levels. Marking a level as senior, or no longer,
 * changes who reads confidential items at once. Of two who change it at the same time, the later is told (PE-L4).
 * @throws KenningError not_found; conflict / job_role_changed, job_role_name_taken, level_held; invalid / no_such_level, no_levels, …_twice
 */
export async function changeJobRole(ctx: Context, input: ChangeJobRoleInput): Promise<void> {
  demand(levelsMayBe(input.levels));
  const { jobRoleId, revision, name, levels } = input;
  await inTransaction(ctx.db, async (tx) => {
    authorize(companyPolicy, 'manageJobRoles', await holdActor(ctx, tx), COMPANY);
    await tx.$queryRaw`SELECT id FROM job_role WHERE id = ${jobRoleId} FOR UPDATE`;
    const role = await tx.jobRole.findUnique({ where: { id: jobRoleId }, include: { levels: true } });
    if (!role) throw notFound();
    if (role.revision !== revision) throw new KenningError('conflict', 'job_role_changed');
    if (await isNameTaken(tx, 'jobRole', name, jobRoleId)) throw new KenningError('conflict', 'job_role_name_taken');
    const kept = levels.flatMap((level) => (level.id ? [level.id] : []));
    const known = new Map(role.levels.map((level) => [level.id, level]));
    if (kept.some((id) => !known.has(id)) || new Set(kept).size < kept.length) throw invalid('no_such_level');
    const seniorityChanged = levels.some((level) => level.id && known.get(level.id)?.senior !== level.senior);

    await removeLevels(tx, jobRoleId, kept);
    await writeLevels(
      tx,
      jobRoleId,
      role.levels.filter((level) => kept.includes(level.id)),
      levels,
    );
    await tx.jobRole.update({ where: { id: jobRoleId }, data: { name, revision: revision + 1 } });
    await recordEvent(tx, ctx, { type: PEOPLE_EVENTS.jobRoleChanged, subject: jobRoleId, data: { seniorityChanged } });
  });
}
