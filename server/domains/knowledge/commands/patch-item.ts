import { authorize } from '@/server/platform/access';
import type { Context } from '@/server/platform/command';
import { inTransaction } from '@/server/platform/db/client';
import { demand } from '@/server/platform/errors';
import { getItem } from '../item.queries';
import { factsOf, type ItemWithFacts, lockItem } from '../load';
import { readMarkdownBeside } from '../markdown/read-beside';
import { itemPolicy } from '../policy';
import type { ItemOutput, PatchItemInput } from '../rest.schema';
import { checkIfMatch, etagOf, normalAccess } from '../rules';
import type { AccessInput } from '../schema';
import { holdText } from '../text';
import { changeAccess } from './change-access';
import { changeContent } from './change-content';
import { changeMetadata } from './change-metadata';
import { renameItem } from './rename-item';

/**
 * Several changes of one item, all or none, on the state that `ifMatch` names.
 * @throws KenningError precondition_failed (KN-R3) and whatever the single changes throw
 */
export async function patchItem(ctx: Context, input: PatchItemInput, ifMatch: string | null): Promise<ItemOutput> {
  // Before anything is locked: a long text takes seconds to read.
  const text = input.markdown === undefined ? null : await readMarkdownBeside(input.markdown);
  return inTransaction(ctx.db, async (tx) => {
    const item = await lockItem(tx, ctx.actor, input.id);
    authorize(itemPolicy, 'edit', ctx.actor, factsOf(item));
    demand(checkIfMatch(ifMatch, etagOf(item.revision, await holdText(tx, item.id))), 'precondition_failed');
    const inside = { ...ctx, db: tx };
    const { id, title, markdown: _, accessLevel, teamIds, jobRoleIds, namedPersonIds, confirmed, ...rest } = input;
    if (title !== undefined) await renameItem(inside, { id, title });
    if ([accessLevel, teamIds, jobRoleIds, namedPersonIds].some((part) => part !== undefined)) {
      await changeAccess(inside, { id, confirmed, ...accessAfter(item, input) });
    }
    if (Object.values(rest).some((part) => part !== undefined)) await changeMetadata(inside, { id, ...rest });
    if (text) await changeContent(inside, { id, document: text.document });
    return getItem(inside, { id });
  });
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
