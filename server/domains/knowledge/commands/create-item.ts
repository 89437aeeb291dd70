import type { Prisma } from '@/prisma/generated/client';
import { hasScope } from '@/server/platform/access';
import { createDocument } from '@/server/platform/collab';
import type { Context } from '@/server/platform/command';
import { inTransaction, type Tx } from '@/server/platform/db/client';
import { demand, KenningError } from '@/server/platform/errors';
import { recordEvent } from '@/server/platform/events/record';
import { demandAudience, demandItems, writeAudience } from '../access';
import { checkAudience, checkTitle, etagOf, nextReviewDue, normalAccess } from '../rules';
import { type CreateItemInput, createItemInput } from '../schema';
import { draftNewText, writeText } from '../text';
import type { Draft } from '../text.tasks';
import { writeProjection } from './project-item';

export type CreateItemOptions = {
  /** The text, where it was worked out before (W6); Markdown in the input is ignored then. */
  draft?: Draft;
  /** The id to give it: pages that are imported together link one another before they exist. */
  id?: string;
};

/**
 * Makes an item with its document. Its id is its document's id. The author becomes its first maintainer, it begins
 * as a draft, and its first review is due by its content type. Without an access level it is public.
 * @throws KenningError invalid (KN-T1, KN-A2, KN-A6, unknown team, job role, person or item)
 */
export async function createItem(
  ctx: Context,
  given: CreateItemInput,
  options: CreateItemOptions = {},
): Promise<{ id: string; etag: string }> {
  const input = createItemInput.parse(given);
  if (!hasScope(ctx.actor, 'write')) throw new KenningError('forbidden', 'token_scope');
  demand(checkTitle(input.title));
  const asked = { ...input, accessLevel: input.accessLevel ?? 'public' };
  demand(checkAudience(asked));
  const access = normalAccess(asked);
  const draft = options.draft ?? (await draftNewText({ markdown: input.markdown }));
  return inTransaction(ctx.db, async (tx) => {
    await demandAudience(tx, access);
    const named = [...(input.prerequisites ?? []), ...(input.relatedItems ?? [])];
    await demandItems(tx, ctx.actor, input.parentItemId === null ? named : [...named, input.parentItemId]);
    const { id, revision } = await insertItem(tx, ctx, {
      ...input,
      newId: options.id,
      accessLevel: access.accessLevel,
    });
    await writeAudience(tx, id, access);
    await createDocument(tx, id, ctx.now);
    const target = { itemId: id, personId: ctx.actor.personId, now: ctx.now };
    const seq = (await writeText(tx, target, draft)) ?? 0n;
    await writeProjection(tx, { id, text: draft.text, seq, at: ctx.now, now: ctx.now });
    await recordEvent(tx, ctx, {
      type: 'knowledge.item.created',
      subject: id,
      data: { contentType: input.contentType, accessLevel: access.accessLevel },
    });
    return { id, etag: etagOf(revision, seq) };
  });
}

type NewItem = ReturnType<typeof createItemInput.parse> & {
  newId: string | undefined;
  accessLevel: Prisma.KnowledgeItemCreateInput['accessLevel'];
};

async function insertItem(tx: Tx, { actor, now }: Context, input: NewItem): Promise<{ id: string; revision: number }> {
  const { personId } = actor;
  return tx.knowledgeItem.create({
    data: {
      id: input.newId,
      title: input.title,
      contentType: input.contentType,
      accessLevel: input.accessLevel,
      summary: input.summary,
      summaryWritten: input.summary.trim() !== '',
      authorId: personId,
      parentItemId: input.parentItemId,
      createdAt: now,
      updatedAt: now,
      lastReviewed: now,
      nextReviewDue: nextReviewDue(input.contentType, now),
      maintainers: { create: { personId } },
      metadata: {
        create: {
          tags: input.tags ?? [],
          categories: input.categories ?? [],
          expertiseLevel: input.expertiseLevel,
          prerequisites: input.prerequisites ?? [],
          relatedItems: input.relatedItems ?? [],
          languages: input.languages ?? [],
          platforms: input.platforms ?? [],
          versions: input.versions ?? {},
          businessContext: input.businessContext ?? [],
        },
      },
    },
    select: { id: true, revision: true },
  });
}
