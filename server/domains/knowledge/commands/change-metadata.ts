import { Prisma } from '@/prisma/generated/client';
import { type Actor, authorize } from '@/server/platform/access';
import type { Context } from '@/server/platform/command';
import { inTransaction, type Tx } from '@/server/platform/db/client';
import { oneAtATime } from '@/server/platform/db/one-at-a-time';
import { demand } from '@/server/platform/errors';
import { recordEvent } from '@/server/platform/events/record';
import { demandItems } from '../access';
import { type DocumentJson, emptyDocument } from '../document.schema';
import { factsOf, type ItemWithFacts, lockItem } from '../load';
import { summaryOf } from '../markdown/extract';
import { itemPolicy, listedFor } from '../policy';
import { searchableText } from '../projection.rules';
import { ANCESTORS_MAX, checkParent, checkRevision, nextReviewDue } from '../rules';
import { type ChangeMetadataInput, changeMetadataInput } from '../schema';
import { refreshSearchVector } from '../search/vector';

/**
 * Changes what is said of an item besides its title, text and access. Fields that are left out stay. Another content
 * type sets the next review anew, unless the input says when.
 * @returns the item's revision
 * @throws KenningError not_found, forbidden, invalid (unknown_item, KN-P1), conflict/changed_since
 */
export async function changeMetadata(ctx: Context, given: ChangeMetadataInput): Promise<{ revision: number }> {
  const input = changeMetadataInput.parse(given);
  return inTransaction(ctx.db, async (tx) => {
    const item = await lockItem(tx, ctx.actor, input.id);
    authorize(itemPolicy, 'edit', ctx.actor, factsOf(item));
    demand(checkRevision(input.revision, item.revision), 'conflict');
    const parentItemId = await checkedParent(tx, ctx.actor, item, input.parentItemId);
    const metadata = await metadataChange(tx, ctx.actor, item.id, input);
    await tx.knowledgeMetadata.update({ where: { itemId: item.id }, data: metadata });
    const { revision } = await tx.knowledgeItem.update({
      where: { id: item.id },
      data: {
        contentType: input.contentType,
        ...(await summaryChange(tx, item, input.summary)),
        parentItemId,
        nextReviewDue: reviewAfter(item, input, ctx.now),
        updatedAt: ctx.now,
        revision: { increment: 1 },
      },
      select: { revision: true },
    });
    await refreshSearchVector(tx, item.id);
    const { id: _, revision: __, ...fields } = input;
    const changed = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [name]));
    await recordEvent(tx, ctx, {
      type: 'knowledge.item.metadata_changed',
      subject: item.id,
      data: { fields: changed },
    });
    return { revision };
  });
}

/** A summary that is taken away is the first paragraph again, and follows it from then on. */
async function summaryChange(
  tx: Tx,
  item: ItemWithFacts,
  summary: string | undefined,
): Promise<Pick<Prisma.KnowledgeItemUpdateInput, 'summary' | 'summaryWritten'>> {
  if (summary === undefined || summary === item.summary) return {};
  if (summary.trim() !== '') return { summary, summaryWritten: true };
  const projection = await tx.itemProjection.findUnique({
    where: { itemId: item.id },
    select: { documentJson: true },
  });
  const proposed = summaryOf((projection?.documentJson ?? emptyDocument()) as DocumentJson);
  return { summary: searchableText(proposed), summaryWritten: false };
}

function reviewAfter(item: ItemWithFacts, input: ChangeMetadataInput, now: Date): Date | null | undefined {
  if (input.nextReviewDue !== undefined) return input.nextReviewDue;
  if (input.contentType === undefined || input.contentType === item.contentType) return undefined;
  return nextReviewDue(input.contentType, item.lastReviewed ?? now);
}

/**
 * The parent to write; undefined leaves it. An editor is shown no parent where they may not read it, so saying so again
 * does not take it away. Parents change one at a time: of two that would close a circle, one must lose.
 */
async function checkedParent(
  tx: Tx,
  actor: Actor,
  item: ItemWithFacts,
  parentItemId: string | null | undefined,
): Promise<string | null | undefined> {
  if (parentItemId === undefined) return undefined;
  if (parentItemId === null) {
    const shown = item.parentItemId === null ? [] : await listed(tx, actor, [item.parentItemId]);
    return shown.length > 0 ? null : undefined;
  }
  await demandItems(tx, actor, [parentItemId]);
  if (parentItemId === item.parentItemId) return undefined;
  await oneAtATime(tx, 'knowledge.parents');
  demand(checkParent(item.id, await withAncestors(tx, parentItemId)));
  return parentItemId;
}

async function withAncestors(tx: Tx, itemId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`
    WITH RECURSIVE up(id, parent, depth) AS (
      SELECT id, parent_item_id, 1 FROM knowledge_item WHERE id = ${itemId}
      UNION ALL
      SELECT i.id, i.parent_item_id, up.depth + 1 FROM knowledge_item i JOIN up ON i.id = up.parent
      WHERE up.depth < ${ANCESTORS_MAX}::int
    )
    SELECT id FROM up`);
  return rows.map((row) => row.id);
}

/**
 * The new metadata. Whoever edits sees only the related items they may read, so those they cannot see stay in the
 * list instead of being lost with the next save.
 */
async function metadataChange(
  tx: Tx,
  actor: Actor,
  itemId: string,
  input: ChangeMetadataInput,
): Promise<Prisma.KnowledgeMetadataUpdateInput> {
  const before = await tx.knowledgeMetadata.findUniqueOrThrow({
    where: { itemId },
    select: { prerequisites: true, relatedItems: true },
  });
  return {
    tags: input.tags,
    categories: input.categories,
    expertiseLevel: input.expertiseLevel,
    prerequisites: await keepUnseen(tx, actor, before.prerequisites, input.prerequisites),
    relatedItems: await keepUnseen(tx, actor, before.relatedItems, input.relatedItems),
    languages: input.languages,
    platforms: input.platforms,
    versions: input.versions,
    businessContext: input.businessContext,
  };
}

async function keepUnseen(
  tx: Tx,
  actor: Actor,
  before: string[],
  wanted: string[] | undefined,
): Promise<string[] | undefined> {
  if (wanted === undefined) return undefined;
  const seen = new Set(await listed(tx, actor, before));
  await demandItems(
    tx,
    actor,
    wanted.filter((id) => !seen.has(id)),
  );
  return [...new Set([...wanted, ...before.filter((id) => !seen.has(id))])];
}

/** Of these ids, those that the actor is shown. */
async function listed(tx: Tx, actor: Actor, ids: string[]): Promise<string[]> {
  const rows = await tx.knowledgeItem.findMany({
    where: { AND: [{ id: { in: ids } }, listedFor(actor)] },
    select: { id: true },
  });
  return rows.map((row) => row.id);
}
