import { authorize } from '@/server/platform/access';
import type { Context } from '@/server/platform/command';
import { inTransaction, type Tx } from '@/server/platform/db/client';
import { KenningError, notFound } from '@/server/platform/errors';
import { recordEvent } from '@/server/platform/events/record';
import type { FileSource, FileStore, StoredFileFacts } from '@/server/platform/storage';
import { factsOf, ITEM_WITH_FACTS, isId, loadReadable, lockItem } from '../load';
import { itemPolicy, readableBy } from '../policy';
import { attachmentPath } from '../rules';
import { ATTACHMENTS_PER_ITEM_MAX, fileNameSchema } from '../schema';

export type AddAttachmentInput = {
  itemId: string;
  name: string;
  source: FileSource;
  /** It is to be shown in the text: what a page cannot show is refused. */
  imagesOnly?: boolean;
};

type KeptFile = {
  itemId: string;
  file: Pick<StoredFileFacts, 'id'>;
  name: string;
  /** The id to give it, where the text that shows it is worked out first. */
  id?: string;
};

export type AttachmentFacts = { id: string; name: string; url: string; mediaType: string; sizeBytes: number };

/**
 * Adds a file to an item; whoever may read the item may read it. The same bytes under the same name are added once.
 * @throws KenningError not_found, forbidden, too_large, invalid/file_empty, invalid/image_type, conflict/attachments_full
 */
export async function addAttachment(
  ctx: Context,
  files: FileStore,
  input: AddAttachmentInput,
): Promise<AttachmentFacts> {
  const name = fileNameSchema.parse(input.name);
  // Judged before a byte is taken, and again under the lock, since taking them may be slow.
  authorize(itemPolicy, 'attach', ctx.actor, factsOf(await loadReadable(ctx.db, ctx.actor, input.itemId)));
  const file = await files.put(input.source, { now: ctx.now, imagesOnly: input.imagesOnly });
  const id = await inTransaction(ctx.db, async (tx) => {
    await holdAttachable(tx, ctx, input.itemId);
    return attachFile(tx, ctx, { itemId: input.itemId, file, name });
  });
  return { id, name, url: attachmentPath({ id, name }), mediaType: file.mediaType, sizeBytes: file.sizeBytes };
}

/** Holds an item for who adds files to it. @throws KenningError not_found, forbidden */
export async function holdAttachable(tx: Tx, ctx: Context, itemId: string): Promise<void> {
  authorize(itemPolicy, 'attach', ctx.actor, factsOf(await lockItem(tx, ctx.actor, itemId)));
}

/**
 * Names a file whose bytes are kept, on an item that is held: `holdAttachable`.
 * @returns its id: the one that it has there already, or the one to give it
 * @throws KenningError conflict/attachments_full
 */
export async function attachFile(tx: Tx, ctx: Context, { itemId, file, name, id: wanted }: KeptFile): Promise<string> {
  const same = { itemId, fileId: file.id, name };
  const known = await tx.attachment.findUnique({ where: { itemId_fileId_name: same }, select: { id: true } });
  if (known) return known.id;
  if ((await tx.attachment.count({ where: { itemId } })) >= ATTACHMENTS_PER_ITEM_MAX) {
    throw new KenningError('conflict', 'attachments_full', { most: ATTACHMENTS_PER_ITEM_MAX });
  }
  const { id } = await tx.attachment.create({
    data: { id: wanted, ...same, byId: ctx.actor.personId, createdAt: ctx.now },
    select: { id: true },
  });
  await recordEvent(tx, ctx, { type: 'knowledge.item.file_attached', subject: itemId, data: { attachmentId: id } });
  return id;
}

/**
 * The file behind an address.
 * @throws KenningError not_found, also for whoever may not read the item
 */
export async function readAttachment(ctx: Context, input: { id: string }): Promise<{ fileId: string; name: string }> {
  const attachment = isId(input.id)
    ? await ctx.db.attachment.findFirst({
        where: { id: input.id, item: readableBy(ctx.actor) },
        select: { fileId: true, name: true, item: { include: ITEM_WITH_FACTS, omit: { content: true } } },
      })
    : null;
  if (!attachment) throw notFound();
  authorize(itemPolicy, 'read', ctx.actor, factsOf(attachment.item));
  return { fileId: attachment.fileId, name: attachment.name };
}
