import { setImmediate as nextTurn } from 'node:timers/promises';
import { ZodError } from 'zod';
import { loadActor } from '@/server/platform/auth';
import type { Context } from '@/server/platform/command';
import { demand, KenningError } from '@/server/platform/errors';
import type { FileStore } from '@/server/platform/storage';
import { AssetReader, unusedAssets } from '../import/assets';
import { findMatches, type Match, type Obstacle, obstacle } from '../import/matches';
import { newId } from '../import/new-id';
import { type ImportPlan, type OnProgress, type PlannedFile, planImport } from '../import/plan';
import { emptyDetails, type ImportDetails, type ImportReport, reportOf } from '../import/report.schema';
import { type ItemPlace, type ResolvedFile, resolveFile } from '../import/resolve';
import { PathIndex } from '../import/resolve-links';
import type { PlannedEnd } from '../import/run.schema';
import type { SourceTree } from '../import/source-tree';
import { checkAudience, normalAccess } from '../rules';
import type { AccessInput, ContentType } from '../schema';
import { createImported, updateImported } from './write-imported';

type FileChoice = { contentType?: ContentType; skip?: boolean };

export type ImportOptions = {
  /** Who may read what is created. Items that exist keep their access. */
  access: AccessInput;
  /** By path: what the person chose instead of the guess. */
  choices?: Readonly<Record<string, FileChoice>>;
  onProgress?: OnProgress;
  /** Told of faults that are ours; the file is in the report as failed. */
  onFault?: (error: unknown, path: string) => void;
};

type Entry = { file: PlannedFile; match: Match | undefined; place: ItemPlace };
type Run = {
  ctx: Context;
  files: FileStore;
  tree: SourceTree;
  plan: ImportPlan;
  options: ImportOptions;
  index: PathIndex;
  assets: AssetReader;
};

/**
 * Imports a source of Markdown files. A file that was imported before, from the same place or under a name that a
 * person gave, is updated when it changed and nobody edited its item since; an item that was edited, or came from
 * another place, is a conflict and stays as it is. Links between the files lead to their items,
 * images become attachments. Each file is written in a transaction of its own, so that an import that is interrupted
 * can be run again.
 * @throws KenningError too_large when the source as a whole is; forbidden/person_left as soon as the person has left;
 *   what `onProgress` throws; what is wrong with single files is in the report
 */
export async function importItems(
  ctx: Context,
  files: FileStore,
  tree: SourceTree,
  options: ImportOptions,
): Promise<ImportReport> {
  demand(checkAudience(normalAccess(options.access)));
  const plan = await planImport(tree, options.onProgress);
  const chosen = { ...plan, files: plan.files.filter((file) => options.choices?.[file.path]?.skip !== true) };
  const index = new PathIndex(tree.entries.map((entry) => entry.path));
  const run: Run = { ctx, files, tree, plan: chosen, options, index, assets: new AssetReader(plan.assets) };
  const details = emptyDetails();
  details.failed.push(...plan.failed);
  details.leftOut.push(...(await unusedAssets(chosen, index)));
  const entries = await placed(run);
  await writeAll(run, entries, details);
  await unlinkFailed(run, entries, details);
  return reportOf(plan.source, details);
}

type End = { end: Exclude<PlannedEnd, 'conflict'>; reason?: undefined } | { end: 'conflict'; reason: Obstacle };
export type Foreseen = { file: PlannedFile; match: Match | undefined } & End;

/**
 * KN-N31: what importing all of a plan would do to each file as things are now, by the same comparison that the import
 * makes. Writes nothing. A file that cannot be resolved is planned as it looks; the import says what is wrong with it.
 */
export async function foresee(ctx: Context, tree: SourceTree, plan: ImportPlan): Promise<Foreseen[]> {
  const index = new PathIndex(tree.entries.map((entry) => entry.path));
  const assets = new AssetReader(plan.assets);
  const entries = await placed({ ctx, plan, tree });
  const items = placesOf(entries);
  const foreseen: Foreseen[] = [];
  for (const { file, match } of entries) {
    const resolved = match && (await resolveFile(file, { index, assets, items }).catch(unlessOurs));
    foreseen.push({ file, match, ...endOf(tree, match, resolved?.contentHash) });
    await nextTurn();
  }
  return foreseen;
}

function unlessOurs(error: unknown): null {
  if (error instanceof KenningError) return null;
  throw error;
}

/** Every file with the item it is or will be, so that files may link one another in any order. */
async function placed({ ctx, plan, tree }: Pick<Run, 'ctx' | 'plan' | 'tree'>): Promise<Entry[]> {
  const paths = plan.files.map((file) => file.path);
  const matches = await findMatches(ctx.db, ctx.actor, tree.name, paths);
  return plan.files.map((file) => {
    const match = matches.get(file.path);
    const isKept = match !== undefined && obstacle(tree, match) !== null;
    const title = isKept ? match.item.title : file.title;
    return { file, match, place: { id: match?.itemId ?? newId(), title } };
  });
}

function placesOf(entries: readonly Entry[], except: ReadonlySet<string> = new Set()): Map<string, ItemPlace> {
  return new Map(entries.filter(({ file }) => !except.has(file.path)).map(({ file, place }) => [file.path, place]));
}

async function writeAll(run: Run, entries: readonly Entry[], details: ImportDetails): Promise<void> {
  const items = placesOf(entries);
  for (const [done, entry] of entries.entries()) {
    await run.options.onProgress?.({ phase: 'writing', done, total: entries.length, path: entry.file.path });
    const ctx = await contextNow(run.ctx);
    try {
      const resolved = await resolveFile(entry.file, { index: run.index, assets: run.assets, items });
      details.unresolvedLinks.push(...resolved.unresolved);
      details.notes.push(...entry.file.notes.map((note) => ({ path: entry.file.path, note })));
      await writeOne({ ...run, ctx }, entry, resolved, details);
    } catch (error) {
      details.failed.push(failedFile(run, entry.file.path, error));
    }
    await nextTurn();
  }
  await run.options.onProgress?.({ phase: 'writing', done: entries.length, total: entries.length, path: '' });
}

/** KN-N27: an import takes long; each file is written by who the person is by then. @throws KenningError forbidden/person_left */
async function contextNow(ctx: Context): Promise<Context> {
  const actor = await loadActor(ctx.db, ctx.actor.personId, ctx.actor.door);
  if (actor === null) throw new KenningError('forbidden', 'person_left');
  return { ...ctx, actor };
}

function failedFile({ options }: Run, path: string, error: unknown): ImportDetails['failed'][number] {
  if (error instanceof KenningError) return { path, reason: error.reason, params: error.params };
  if (error instanceof ZodError) return { path, reason: 'invalid_input' };
  options.onFault?.(error, path);
  return { path, reason: 'internal' };
}

/**
 * KN-N3: unchanged stays, changed is updated unless something stands against it (`obstacle`), new is created.
 * @param contentHash of the file as it is now; undefined when it cannot be resolved
 */
function endOf(tree: SourceTree, match: Match | undefined, contentHash: string | undefined): End {
  if (match === undefined) return { end: 'new' };
  if (match.contentHash === contentHash) return { end: 'unchanged' };
  const reason = obstacle(tree, match);
  return reason === null ? { end: 'changed' } : { end: 'conflict', reason };
}

async function writeOne(run: Run, entry: Entry, resolved: ResolvedFile, details: ImportDetails): Promise<void> {
  const { file, match, place } = entry;
  const row = { path: file.path, id: place.id, title: place.title };
  const choice = run.options.choices?.[file.path];
  const target = { file, resolved, tree: run.tree, itemId: place.id };
  const foreseen = endOf(run.tree, match, resolved.contentHash);
  if (foreseen.end === 'new') {
    // What a form keeps of another level does not count at this one.
    const access = normalAccess(run.options.access);
    const contentType = choice?.contentType ?? file.contentType;
    await createImported(run.ctx, run.files, run.assets, { ...target, access, contentType });
    details.created.push(row);
  } else if (foreseen.end === 'unchanged') details.unchanged.push(row);
  else if (foreseen.end === 'conflict') details.conflicts.push({ ...row, reason: foreseen.reason });
  else {
    const reason = await updateImported(run.ctx, run.files, run.assets, target);
    if (reason === null) details.updated.push(row);
    else details.conflicts.push({ ...row, reason });
  }
}

/** Links to files that could not become items after all lead nowhere: they are taken back and listed. */
async function unlinkFailed(run: Run, entries: readonly Entry[], details: ImportDetails): Promise<void> {
  const failed = new Set(details.failed.map(({ path }) => path));
  const written = new Set([...details.created, ...details.updated].map(({ path }) => path));
  const lost = new Set(
    entries.filter(({ file, match }) => failed.has(file.path) && match === undefined).map(({ file }) => file.path),
  );
  if (lost.size === 0) return;
  const source = { index: run.index, assets: run.assets, items: placesOf(entries, lost) };
  const { tree } = run;
  const ctx = await contextNow(run.ctx);
  const matches = await findMatches(ctx.db, ctx.actor, tree.name, [...written]);
  for (const { file, place } of entries) {
    const match = matches.get(file.path);
    if (match === undefined || match.itemId !== place.id || !written.has(file.path)) continue;
    const resolved = await resolveFile(file, source);
    const missing = resolved.unresolved.filter(({ reason }) => reason === 'not_imported');
    if (match.contentHash === resolved.contentHash || missing.length === 0) continue;
    // What stands against it by now leaves the links as they are: they are listed all the same.
    await updateImported(ctx, run.files, run.assets, { file, resolved, tree, itemId: place.id }).catch(unlessOurs);
    details.unresolvedLinks.push(...missing);
  }
}
