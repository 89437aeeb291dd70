import { authorize } from '@/server/platform/access';
import type { Context } from '@/server/platform/command';
import { inTransaction, type Tx } from '@/server/platform/db/client';
import { demand, invalid } from '@/server/platform/errors';
import { recordEvent } from '@/server/platform/events/record';
import { demandPeople } from '../access';
import { factsOf, lockItem } from '../load';
import { type ItemFacts, itemPolicy, readersOf } from '../policy';
import { checkMaintainers, checkRevision, checkWidening } from '../rules';
import { type ChangeMaintainersInput, changeMaintainersInput } from '../schema';

async function thoseWhoCannotRead(tx: Tx, facts: ItemFacts, personIds: readonly string[]): Promise<string[]> {
  if (personIds.length === 0) return [];
  const readers = await tx.person.findMany({
    where: { AND: [{ id: { in: [...personIds] } }, readersOf(facts)] },
    select: { id: true },
  });
  const reading = new Set(readers.map((person) => person.id));
  return personIds.filter((id) => !reading.has(id));
}

/**
 * Says who keeps an item up to date, and who looks through it. A maintainer reads and changes it whatever its level,
 * so one who could not read it before is let in, which asks first (KN-A4). A reviewer must be able to read it.
 * @returns the item's revision
 * @throws KenningError not_found, forbidden, invalid (KN-A5, unknown_person, reviewer_cannot_read),
 *   conflict/widening_access and conflict/changed_since
 */
export async function changeMaintainers(ctx: Context, given: ChangeMaintainersInput): Promise<{ revision: number }> {
  const input = changeMaintainersInput.parse(given);
  return inTransaction(ctx.db, async (tx) => {
    const item = await lockItem(tx, ctx.actor, input.id);
    const facts = factsOf(item);
    authorize(itemPolicy, 'changeMaintainers', ctx.actor, facts);
    demand(checkRevision(input.revision, item.revision), 'conflict');
    const here = { id: { in: input.maintainerIds }, deactivation: null };
    const staying = await tx.person.findMany({ where: here, select: { id: true } });
    demand(checkMaintainers(staying.map((person) => person.id)));
    const reviewerIds = input.reviewerIds ?? item.reviewers.map((row) => row.personId);
    await demandPeople(tx, input.maintainerIds, facts.maintainerIds);
    await demandPeople(
      tx,
      reviewerIds,
      item.reviewers.map((row) => row.personId),
    );
    const added = input.maintainerIds.filter((id) => !facts.maintainerIds.includes(id));
    const removed = facts.maintainerIds.filter((id) => !input.maintainerIds.includes(id));
    const letIn = await thoseWhoCannotRead(tx, facts, added);
    const widened = { everyone: false, seniors: false, teamIds: [], jobRoleIds: [], namedPersonIds: letIn };
    demand(checkWidening(letIn.length > 0 ? widened : null, input.confirmed), 'conflict');
    const newReviewers = reviewerIds.filter((id) => !item.reviewers.some((row) => row.personId === id));
    const blind = await thoseWhoCannotRead(tx, { ...facts, maintainerIds: input.maintainerIds }, newReviewers);
    if (blind.length > 0) throw invalid('reviewer_cannot_read', { ids: blind });

    await writePeople(tx, item.id, input.maintainerIds, reviewerIds);
    const { revision } = await tx.knowledgeItem.update({
      where: { id: item.id },
      data: { updatedAt: ctx.now, revision: { increment: 1 } },
      select: { revision: true },
    });
    await recordEvent(tx, ctx, {
      type: 'knowledge.item.maintainers_changed',
      subject: item.id,
      data: { added, removed, reviewerIds },
    });
    return { revision };
  });
}

async function writePeople(tx: Tx, itemId: string, maintainerIds: string[], reviewerIds: string[]): Promise<void> {
  const skipDuplicates = true;
  await tx.itemMaintainer.deleteMany({ where: { itemId, personId: { notIn: maintainerIds } } });
  await tx.itemMaintainer.createMany({ data: maintainerIds.map((personId) => ({ itemId, personId })), skipDuplicates });
  await tx.itemReviewer.deleteMany({ where: { itemId, personId: { notIn: reviewerIds } } });
  await tx.itemReviewer.createMany({ data: reviewerIds.map((personId) => ({ itemId, personId })), skipDuplicates });
}
