import { Prisma } from '@/prisma/generated/client';
import type { Context } from '@/server/platform/command';
import { inTransaction, type Tx } from '@/server/platform/db/client';
import { KenningError } from '@/server/platform/errors';
import type { FileStore } from '@/server/platform/storage';
import type { AssetReader } from '../import/assets';
import { findMatches, type Match, type Obstacle, obstacle } from '../import/matches';
import { newId } from '../import/new-id';
import type { PlannedFile } from '../import/plan';
import { embeddedKey, placedDocument, type ResolvedFile } from '../import/resolve';
import { saidOf, WITH_SAID } from '../import/said';
import type { SourceTree } from '../import/source-tree';
import { lockItem } from '../load';
import { etagOf } from '../rules';
import type { AccessInput, ContentType, MetadataInput } from '../schema';
import { headSeq } from '../text';
import { addAttachment } from './add-attachment';
import { changeContent } from './change-content';
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

const LOCK_SPACE = 'kenning import';

/** Two imports of one source at once take turns at each file, so that neither makes it twice. */
async function holdPath(tx: Tx, source: string, path: string): Promise<void> {
  const key = `${LOCK_SPACE}\n${source}\n${path}`;
  await tx.$executeRaw(Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`);
}

async function attach(
  ctx: Context,
  files: FileStore,
  assets: AssetReader,
  { itemId, resolved }: Target,
  ids: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const kept = new Map<string, string>();
  for (const asset of resolved.embedded) {
    const key = embeddedKey(asset);
    const source = await assets.bytes(asset.path);
    const { id } = await addAttachment(ctx, files, { itemId, name: asset.name, source, id: ids.get(key) });
    kept.set(key, id);
  }
  return kept;
}

async function remember(tx: Tx, ctx: Context, target: Target, attachments: ReadonlyMap<string, string>): Promise<void> {
  const { tree, itemId, file, resolved } = target;
  const item = await tx.knowledgeItem.findUniqueOrThrow({ where: { id: itemId }, include: WITH_SAID });
  const paths = resolved.embedded.flatMap((asset): [string, string][] => {
    const id = attachments.get(embeddedKey(asset));
    return id === undefined ? [] : [[id, asset.path]];
  });
  const data = {
    source: tree.name,
    origin: tree.origin,
    path: file.path,
    contentHash: resolved.contentHash,
    importedSeq: await headSeq(tx, itemId),
    importedSaid: saidOf(item),
    importedAt: ctx.now,
    files: Object.fromEntries(paths),
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
  const { file, resolved, itemId, access, contentType } = target;
  const ids = new Map(resolved.embedded.map((asset) => [embeddedKey(asset), newId()]));
  const document = placedDocument(file, resolved, ids);
  const { title, frontMatter } = file;
  const input = { title, contentType, summary: frontMatter.summary ?? '', ...frontMatter.metadata, ...access };
  await inTransaction(ctx.db, async (tx) => {
    const inside = { ...ctx, db: tx };
    await holdPath(tx, target.tree.name, file.path);
    await demandStillNew(tx, ctx, target);
    await createItem(inside, input, { document, id: itemId });
    await remember(tx, ctx, target, await attach(inside, files, assets, target, ids));
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
  const changed = Object.entries(metadata).filter(
    ([name, value]) => JSON.stringify(before[name]) !== JSON.stringify(value),
  );
  const isNewSummary = summary !== null && summary !== match.item.summary;
  return { ...Object.fromEntries(changed), ...(isNewSummary ? { summary } : {}) };
}

/**
 * Brings the item of a file that changed to what the file says now, all or nothing. Its type, its access and its
 * status stay as they are.
 * @returns what stands against it after all, since somebody was quicker: nothing is written then
 */
export async function updateImported(
  ctx: Context,
  files: FileStore,
  assets: AssetReader,
  target: Target,
): Promise<Obstacle | null> {
  const { file, resolved, tree, itemId: id } = target;
  const written = inTransaction(ctx.db, async (tx) => {
    const inside = { ...ctx, db: tx };
    await holdPath(tx, tree.name, file.path);
    const item = await lockItem(tx, ctx.actor, id);
    const match = (await findMatches(tx, ctx.actor, tree.name, [file.path])).get(file.path);
    if (match?.itemId !== id) return 'edited_since';
    const reason = obstacle(tree, match);
    if (reason !== null) return reason;
    let { revision } = item;
    if (file.title !== item.title) ({ revision } = await renameItem(inside, { id, title: file.title }));
    const metadata = changedMetadata(file, match);
    if (Object.keys(metadata).length > 0) ({ revision } = await changeMetadata(inside, { id, ...metadata }));
    const attachments = await attach(inside, files, assets, target, new Map());
    const document = placedDocument(file, resolved, attachments);
    await changeContent(inside, { id, document, ifMatch: etagOf(revision, match.headSeq) });
    await remember(tx, ctx, target, attachments);
    return null;
  });
  return written.catch((error: unknown) => {
    // Somebody typed while the attachments were put: all of it is taken back.
    if (error instanceof KenningError && error.code === 'precondition_failed') return 'edited_since';
    throw error;
  });
}
