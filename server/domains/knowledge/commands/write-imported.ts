import { isDeepStrictEqual } from 'node:util';
import type { Context } from '@/server/platform/command';
import { type Db, inTransaction, type Tx } from '@/server/platform/db/client';
import { oneAtATime } from '@/server/platform/db/one-at-a-time';
import { KenningError, notFound } from '@/server/platform/errors';
import type { FileStore, StoredFileFacts } from '@/server/platform/storage';
import type { AssetReader } from '../import/assets';
import { findMatches, type Match, type Obstacle, obstacle } from '../import/matches';
import { newId } from '../import/new-id';
import type { PlannedFile } from '../import/plan';
import { type Embedded, embeddedKey, placedDocument, type ResolvedFile } from '../import/resolve';
import { saidOf, WITH_SAID } from '../import/said';
import type { SourceTree } from '../import/source-tree';
import { lockItem } from '../load';
import { type AccessInput, type ContentType, fileNameSchema, type MetadataInput } from '../schema';
import { draftNewText, draftText, headSeq, holdText, type ItemDraft } from '../text';
import type { WantedText } from '../text.tasks';
import { attachFile, holdAttachable } from './add-attachment';
import { replaceText } from './change-content';
import { changeMetadata } from './change-metadata';
import { createItem } from './create-item';
import { renameItem } from './rename-item';

type Target = {
  file: PlannedFile;
  resolved: ResolvedFile;
  tree: Pick<SourceTree, 'name' | 'named' | 'origin'>;
  itemId: string;
};
type NewTarget = Target & { access: AccessInput; contentType: ContentType };

/** A text that moves on each time before a draft can be written is at work in another import. */
const DRAFTS_MAX = 3;

/** Two imports of one source at once take turns at each file, so that neither makes it twice. */
const holdPath = (tx: Tx, { tree, file }: Target) => oneAtATime(tx, `knowledge.import\n${tree.name}\n${file.path}`);

/** A file that the text embeds, its bytes kept. */
type Kept = { asset: Embedded; file: StoredFileFacts; name: string };
/** The same under the id by which the text names it. */
type Settled = Kept & { id: string };

async function keepEmbedded({ now }: Context, files: FileStore, assets: AssetReader, { resolved }: Target) {
  const kept: Kept[] = [];
  for (const asset of resolved.embedded) {
    const name = fileNameSchema.parse(asset.name);
    kept.push({ asset, name, file: await files.put(await assets.bytes(asset.path), { now }) });
  }
  return kept;
}

const attachedKey = (fileId: string, name: string): string => `${fileId} ${name}`;

/** By `attachedKey`, the ids of those files that the item has already. */
async function attachedIds(db: Db, itemId: string, kept: readonly Kept[]): Promise<Map<string, string>> {
  const there = await db.attachment.findMany({
    where: { itemId, fileId: { in: kept.map(({ file }) => file.id) } },
    select: { id: true, fileId: true, name: true },
  });
  return new Map(there.map(({ id, fileId, name }) => [attachedKey(fileId, name), id]));
}

/** Settles under which id the text names each file: the one that it has on the item, or a new one. */
async function settle(db: Db, itemId: string, kept: readonly Kept[]): Promise<Settled[]> {
  const ids = await attachedIds(db, itemId, kept);
  return kept.map((one) => {
    const key = attachedKey(one.file.id, one.name);
    const id = ids.get(key) ?? newId();
    ids.set(key, id);
    return { ...one, id };
  });
}

/** Whether somebody attached one of the files meanwhile, so that it has another id than the one settled on. */
async function isAttachedOtherwise(tx: Tx, itemId: string, settled: readonly Settled[]): Promise<boolean> {
  const ids = await attachedIds(tx, itemId, settled);
  return settled.some(({ file, name, id }) => (ids.get(attachedKey(file.id, name)) ?? id) !== id);
}

async function attach(tx: Tx, ctx: Context, itemId: string, settled: readonly Settled[]): Promise<void> {
  if (settled.length === 0) return;
  await holdAttachable(tx, ctx, itemId);
  for (const { file, name, id } of settled) await attachFile(tx, ctx, { itemId, file, name, id });
}

function wantedText({ file, resolved }: Target, settled: readonly Settled[]): WantedText {
  const ids = new Map(settled.map(({ asset, id }) => [embeddedKey(asset), id]));
  return { json: JSON.stringify(placedDocument(file, resolved, ids)) };
}

async function remember(tx: Tx, ctx: Context, target: Target, settled: readonly Settled[]): Promise<void> {
  const { tree, itemId, file, resolved } = target;
  const item = await tx.knowledgeItem.findUniqueOrThrow({ where: { id: itemId }, include: WITH_SAID });
  const data = {
    source: tree.name,
    origin: tree.origin,
    path: file.path,
    contentHash: resolved.contentHash,
    importedSeq: await headSeq(tx, itemId),
    importedSaid: saidOf(item),
    importedAt: ctx.now,
    files: Object.fromEntries(settled.map(({ id, asset }) => [id, asset.path])),
  };
  await tx.itemSource.upsert({ where: { itemId }, create: { itemId, ...data }, update: data });
}

/**
 * Makes the item of a file that was not imported before, with its attachments, all or nothing.
 * @throws KenningError as `createItem` and `addAttachment`; conflict/imported_meanwhile
 */
export async function createImported(
  ctx: Context,
  files: FileStore,
  assets: AssetReader,
  target: NewTarget,
): Promise<void> {
  const { file, itemId, access, contentType } = target;
  const { title, frontMatter } = file;
  const input = { title, contentType, summary: frontMatter.summary ?? '', ...frontMatter.metadata, ...access };
  const kept = await keepEmbedded(ctx, files, assets, target);
  const settled = await settle(ctx.db, itemId, kept);
  const draft = await draftNewText(wantedText(target, settled));
  await inTransaction(ctx.db, async (tx) => {
    await holdPath(tx, target);
    await demandStillNew(tx, ctx, target);
    await createItem({ ...ctx, db: tx }, input, { draft, id: itemId });
    await attach(tx, ctx, itemId, settled);
    await remember(tx, ctx, target, settled);
  });
}

async function demandStillNew(tx: Tx, { actor }: Context, { tree, file }: Target): Promise<void> {
  const kept = { OR: [{ authorId: actor.personId }, { maintainers: { some: { personId: actor.personId } } }] };
  const made = await tx.itemSource.findFirst({
    where: { source: tree.name, path: file.path, item: kept },
    select: { itemId: true },
  });
  if (made !== null) throw new KenningError('conflict', 'imported_meanwhile');
}

/** What the front matter says now and the item does not. What it no longer says stays: a person may have come to need it. */
function changedMetadata(file: PlannedFile, match: Match): MetadataInput & { summary?: string } {
  const { summary, metadata } = file.frontMatter;
  const before: Record<string, unknown> = { ...match.item.metadata };
  const changed = Object.entries(metadata).filter(([name, value]) => !isDeepStrictEqual(before[name], value));
  const isNewSummary = summary !== null && summary !== match.item.summary;
  return { ...Object.fromEntries(changed), ...(isNewSummary ? { summary } : {}) };
}

/** What the item is by now, and what stands against the file: null where nothing does. @throws KenningError not_found */
async function standing(db: Db, { actor }: Context, { tree, file, itemId }: Target) {
  const match = (await findMatches(db, actor, tree.name, [file.path])).get(file.path);
  if (match === undefined) throw notFound();
  const reason: Obstacle | null = match.itemId === itemId ? obstacle(tree, match) : 'edited_since';
  return { match, reason };
}

/**
 * Brings the item of a file that changed to what the file says now, all or nothing. Its type, its access and its
 * status stay as they are. The text is worked out before anything is held (W6), again where it moved on meanwhile.
 * @returns what stands against it after all, since somebody was quicker: nothing is written then
 * @throws KenningError not_found; too_large; conflict/attachments_full, imported_meanwhile
 */
export async function updateImported(
  ctx: Context,
  files: FileStore,
  assets: AssetReader,
  target: Target,
): Promise<Obstacle | null> {
  const { reason } = await standing(ctx.db, ctx, target);
  if (reason !== null) return reason;
  const kept = await keepEmbedded(ctx, files, assets, target);
  for (let drafts = 0; drafts < DRAFTS_MAX; drafts += 1) {
    const settled = await settle(ctx.db, target.itemId, kept);
    const draft = await draftText(ctx.db, target.itemId, wantedText(target, settled));
    const ended = await inTransaction(ctx.db, (tx) => writeDrafted(tx, ctx, target, { settled, draft }));
    if (ended !== 'moved_on') return ended;
  }
  throw new KenningError('conflict', 'imported_meanwhile');
}

/** @returns `moved_on` where the draft or its ids are not of the item as it is by now; nothing is written then */
async function writeDrafted(
  tx: Tx,
  ctx: Context,
  target: Target,
  { settled, draft }: { settled: readonly Settled[]; draft: ItemDraft },
): Promise<Obstacle | 'moved_on' | null> {
  const { file, itemId: id } = target;
  await holdPath(tx, target);
  const item = await lockItem(tx, ctx.actor, id);
  const head = await holdText(tx, id);
  const { match, reason } = await standing(tx, ctx, target);
  if (reason !== null) return reason;
  if (draft.seq !== head || (await isAttachedOtherwise(tx, id, settled))) return 'moved_on';
  const inside = { ...ctx, db: tx };
  if (file.title !== item.title) await renameItem(inside, { id, title: file.title });
  const metadata = changedMetadata(file, match);
  if (Object.keys(metadata).length > 0) await changeMetadata(inside, { id, ...metadata });
  await attach(tx, ctx, id, settled);
  await replaceText(tx, ctx, { item, head, draft });
  await remember(tx, ctx, target, settled);
  return null;
}
