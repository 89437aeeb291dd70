import type { Context } from '@/server/platform/command';
import { inTransaction } from '@/server/platform/db/client';
import { getItem } from '../item.queries';
import { factsOf, type ItemWithFacts } from '../load';
import type { ItemOutput, PatchItemInput } from '../rest.schema';
import { normalAccess } from '../rules';
import type { AccessInput } from '../schema';
import { changeAccess } from './change-access';
import { draftChange, holdWritable, replaceText } from './change-content';
import { changeMetadata } from './change-metadata';
import { renameItem } from './rename-item';

/**
 * Several changes of one item, all or none, on the state that `ifMatch` names.
 * @throws KenningError precondition_failed (KN-R3) and whatever the single changes throw
 */
export async function patchItem(ctx: Context, input: PatchItemInput, ifMatch: string | null): Promise<ItemOutput> {
  const on = { id: input.id, ifMatch };
  const { markdown } = input;
  const draft = markdown === undefined ? null : await draftChange(ctx, on, { markdown });
  await inTransaction(ctx.db, async (tx) => {
    const held = await holdWritable(tx, ctx, on);
    const inside = { ...ctx, db: tx };
    const { id, title, markdown: _, accessLevel, teamIds, jobRoleIds, namedPersonIds, confirmed, ...rest } = input;
    if (title !== undefined) await renameItem(inside, { id, title });
    if ([accessLevel, teamIds, jobRoleIds, namedPersonIds].some((part) => part !== undefined)) {
      await changeAccess(inside, { id, confirmed, ...accessAfter(held.item, input) });
    }
    if (Object.values(rest).some((part) => part !== undefined)) await changeMetadata(inside, { id, ...rest });
    if (draft) await replaceText(tx, ctx, { ...held, draft });
  });
  // After the locks are gone (W6): a text that somebody types in is derived from first.
  return getItem(ctx, { id: input.id });
}

/** What is left out of a change of access stays as it is, as far as it counts at the level. */
function accessAfter(item: ItemWithFacts, input: PatchItemInput): AccessInput {
  const facts = factsOf(item);
  const kept = normalAccess({ ...facts, accessLevel: input.accessLevel ?? facts.accessLevel });
  return {
    accessLevel: kept.accessLevel,
    teamIds: input.teamIds ?? kept.teamIds,
    jobRoleIds: input.jobRoleIds ?? kept.jobRoleIds,
    namedPersonIds: input.namedPersonIds ?? kept.namedPersonIds,
  };
}
