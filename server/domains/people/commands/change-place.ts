import type { Context } from '@/server/platform/command';
import { inTransaction } from '@/server/platform/db/client';
import { checkPlace, heldPerson, personFor } from '../facts';
import { holdManagers, writeAwaitedManager, writeJob, writeManager } from '../place';
import type { ChangeJobInput, ChangeManagerInput } from '../schema';

/**
 * Changes a person's job role and level.
 * @throws KenningError invalid / no_such_job_role, no_such_level, level_of_another_role
 */
export async function changeJob(ctx: Context, input: ChangeJobInput): Promise<void> {
  await personFor(ctx, 'manage', input.personId);
  await inTransaction(ctx.db, async (tx) => {
    const person = await heldPerson(ctx, tx, 'manage', input.personId);
    const { jobRoleId, jobLevelId } = input;
    await checkPlace(tx, { jobRoleId, jobLevelId, managerId: null, teamIds: [] });
    await writeJob(ctx, tx, person, { jobRoleId, jobLevelId });
  });
}

/**
 * Changes who a person reports to; null for nobody. A manager whom an earlier file named is awaited no longer (PE-C7).
 * @throws KenningError conflict / manager_cycle; invalid / no_such_manager
 */
export async function changeManager(ctx: Context, input: ChangeManagerInput): Promise<void> {
  await personFor(ctx, 'manage', input.personId);
  await inTransaction(ctx.db, async (tx) => {
    await holdManagers(tx);
    const person = await heldPerson(ctx, tx, 'manage', input.personId);
    await checkPlace(tx, { jobRoleId: null, jobLevelId: null, managerId: input.managerId, teamIds: [] });
    const changed = await writeManager(ctx, tx, person, input.managerId);
    if (changed) await writeAwaitedManager(ctx, tx, person.id, null);
  });
}
