import { hasScope } from '@/server/platform/access';
import { HOUR_MS } from '@/server/platform/clock';
import type { Context } from '@/server/platform/command';
import { type Db, inTransaction } from '@/server/platform/db/client';
import { oneAtATime } from '@/server/platform/db/one-at-a-time';
import { demand, KenningError, notFound } from '@/server/platform/errors';
import type { Jobs } from '@/server/platform/jobs';
import { demandAudience } from '../access';
import { importJob, importJobKey } from '../import/jobs';
import {
  ENDED_IMPORTS_SHOWN_MAX,
  MAX_IMPORT_AGE_HOURS,
  MAX_IMPORT_FILES,
  MAX_OPEN_IMPORTS,
  MAX_UPLOAD_BYTES,
} from '../import/limits.schema';
import { importReportSchema } from '../import/report.schema';
import {
  type BeginImportInput,
  type ImportRunRow,
  type ImportRunView,
  type ImportState,
  importPlanSchema,
  type StartImportInput,
  startImportInput,
} from '../import/run.schema';
import { checkPath } from '../import/source-tree';
import { isId } from '../load';
import { checkAudience, normalAccess } from '../rules';

const PIECE_BYTES = 1024 * 1024;

const VIEW = {
  id: true,
  personId: true,
  source: true,
  state: true,
  receivedFiles: true,
  receivedBytes: true,
  doneFiles: true,
  totalFiles: true,
  plan: true,
  report: true,
  problem: true,
} as const;

/** An import is nobody's business but who began it. @throws KenningError not_found */
async function ownRun(ctx: Context, runId: string) {
  const run = isId(runId) ? await ctx.db.importRun.findUnique({ where: { id: runId }, select: VIEW }) : null;
  if (run === null || run.personId !== ctx.actor.personId) throw notFound();
  return run;
}

/**
 * Opens an import: files can be sent to it for a day.
 * @throws KenningError forbidden/token_scope; rate_limited/too_many_imports
 */
export async function beginImport(ctx: Context, input: BeginImportInput): Promise<{ runId: string }> {
  if (!hasScope(ctx.actor, 'write')) throw new KenningError('forbidden', 'token_scope');
  const { personId } = ctx.actor;
  return inTransaction(ctx.db, async (tx) => {
    await oneAtATime(tx, `knowledge.imports.${personId}`);
    const open = await tx.importRun.count({ where: { personId, state: { notIn: ['done', 'failed'] } } });
    if (open >= MAX_OPEN_IMPORTS)
      throw new KenningError('rate_limited', 'too_many_imports', { most: MAX_OPEN_IMPORTS });
    const { id } = await tx.importRun.create({
      data: { personId, source: input.source, createdAt: ctx.now },
      select: { id: true },
    });
    return { runId: id };
  });
}

/**
 * Keeps one file of an import as it streams in. Sending a path again replaces it.
 * @throws KenningError forbidden/token_scope; not_found; conflict/import_closed; too_large/upload_too_large, too_many_files; invalid for its name
 */
export async function receiveImportFile(
  ctx: Context,
  input: { runId: string; path: string; body: AsyncIterable<Uint8Array> },
): Promise<{ sizeBytes: number }> {
  const { runId, path } = input;
  if (!hasScope(ctx.actor, 'write')) throw new KenningError('forbidden', 'token_scope');
  await ownRun(ctx, runId);
  const checked = checkPath(path);
  if (!checked.ok) throw new KenningError('invalid', checked.reason, { path });
  await takeIn(ctx.db, runId, { files: 1 });
  try {
    return { sizeBytes: await keep(ctx.db, { runId, path: checked.path }, input.body) };
  } catch (error) {
    await ctx.db.importRun.updateMany({ where: { id: runId }, data: { receivedFiles: { decrement: 1 } } });
    throw error;
  }
}

/** All pieces of a file or none: a connection that breaks off must not leave half of one. */
async function keep(db: Db, file: { runId: string; path: string }, body: AsyncIterable<Uint8Array>): Promise<number> {
  await db.importPart.deleteMany({ where: file });
  let sizeBytes = 0;
  try {
    for await (const bytes of pieces(body)) {
      const piece = Math.floor(sizeBytes / PIECE_BYTES);
      // Together: an import that is given up meanwhile takes nothing more.
      await inTransaction(db, async (tx) => {
        await takeIn(tx, file.runId, { bytes: bytes.byteLength });
        await tx.importPart.create({ data: { ...file, piece, bytes: Uint8Array.from(bytes) } });
      });
      sizeBytes += bytes.byteLength;
    }
    if (sizeBytes === 0) throw new KenningError('invalid', 'file_empty', { path: file.path });
    return sizeBytes;
  } catch (error) {
    await db.importPart.deleteMany({ where: file });
    throw error;
  }
}

/**
 * Counts files or bytes in before they are kept, so that many requests at once stay within the limits together.
 * @throws KenningError conflict/import_closed; too_large/upload_too_large, too_many_files
 */
async function takeIn(db: Db, runId: string, { files = 0, bytes = 0 }: { files?: number; bytes?: number }) {
  const { count } = await db.importRun.updateMany({
    where: {
      id: runId,
      state: 'receiving',
      receivedFiles: { lte: MAX_IMPORT_FILES - files },
      receivedBytes: { lte: MAX_UPLOAD_BYTES - bytes },
    },
    data: { receivedFiles: { increment: files }, receivedBytes: { increment: bytes } },
  });
  if (count > 0) return;
  const open = await db.importRun.findFirst({ where: { id: runId, state: 'receiving' }, select: { id: true } });
  if (open === null) throw new KenningError('conflict', 'import_closed');
  if (files > 0) throw new KenningError('too_large', 'too_many_files', { limitFiles: MAX_IMPORT_FILES });
  throw new KenningError('too_large', 'upload_too_large', { limitBytes: MAX_UPLOAD_BYTES });
}

/** A stream cut into pieces of one size; the last may be smaller. */
async function* pieces(body: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  for await (const chunk of body) {
    held.push(chunk);
    heldBytes += chunk.byteLength;
    while (heldBytes >= PIECE_BYTES) {
      const joined = Buffer.concat(held);
      yield joined.subarray(0, PIECE_BYTES);
      held = [joined.subarray(PIECE_BYTES)];
      heldBytes = joined.byteLength - PIECE_BYTES;
    }
  }
  if (heldBytes > 0) yield Buffer.concat(held);
}

/** Moves an import on, once, and asks for the work. @throws KenningError conflict/import_closed */
async function moveOn(
  ctx: Context,
  jobs: Jobs,
  move: { runId: string; from: 'receiving' | 'waiting'; to: 'planning' | 'running'; choices?: object },
): Promise<void> {
  await inTransaction(ctx.db, async (tx) => {
    const { count } = await tx.importRun.updateMany({
      where: { id: move.runId, state: move.from },
      data: { state: move.to, doneFiles: 0, totalFiles: 0, choices: move.choices },
    });
    if (count === 0) throw new KenningError('conflict', 'import_closed');
    await jobs.send(
      importJob,
      { runId: move.runId },
      { key: importJobKey({ id: move.runId, state: move.to }), db: tx },
    );
  });
}

/** Everything has been sent: says what each file would become, as background work. @throws KenningError not_found, conflict */
export async function planImportRun(ctx: Context, jobs: Jobs, input: { runId: string }): Promise<void> {
  await ownRun(ctx, input.runId);
  await moveOn(ctx, jobs, { runId: input.runId, from: 'receiving', to: 'planning' });
}

/** The person has looked at the plan: imports, as background work. @throws KenningError not_found, conflict, invalid (KN-A2, KN-A6) */
export async function startImportRun(ctx: Context, jobs: Jobs, given: StartImportInput): Promise<void> {
  const { runId, choices } = startImportInput.parse(given);
  await ownRun(ctx, runId);
  const access = normalAccess(choices.access);
  demand(checkAudience(access));
  await inTransaction(ctx.db, (tx) => demandAudience(tx, access));
  await moveOn(ctx, jobs, { runId, from: 'waiting', to: 'running', choices });
}

/** Gives an import up that has not begun to write, and forgets what was sent. @throws KenningError not_found, conflict */
export async function cancelImportRun(ctx: Context, input: { runId: string }): Promise<void> {
  await ownRun(ctx, input.runId);
  const { count } = await ctx.db.importRun.deleteMany({
    where: { id: input.runId, state: { in: ['receiving', 'planning', 'waiting', 'failed'] } },
  });
  if (count === 0) throw new KenningError('conflict', 'import_closed');
}

/** How far an import is. @throws KenningError not_found, also for another person's */
export async function importRun(ctx: Context, input: { runId: string }): Promise<ImportRunView> {
  const { doneFiles, totalFiles, personId: _, ...run } = await ownRun(ctx, input.runId);
  return {
    ...run,
    done: doneFiles,
    total: totalFiles,
    plan: run.state === 'waiting' && run.plan !== null ? importPlanSchema.parse(run.plan) : null,
    report: run.report === null ? null : importReportSchema.parse(run.report),
  };
}

/** KN-N30: one's own imports: all that are begun and not over, then the last that ended, each newest first. */
export async function ownImports(ctx: Context): Promise<ImportRunRow[]> {
  const { personId } = ctx.actor;
  const select = { id: true, source: true, state: true, createdAt: true } as const;
  const orderBy = [{ createdAt: 'desc' as const }, { id: 'asc' as const }];
  const state = { in: ['done', 'failed'] satisfies ImportState[] };
  const [open, ended] = await Promise.all([
    ctx.db.importRun.findMany({ where: { personId, NOT: { state } }, select, orderBy, take: MAX_OPEN_IMPORTS }),
    ctx.db.importRun.findMany({ where: { personId, state }, select, orderBy, take: ENDED_IMPORTS_SHOWN_MAX }),
  ]);
  return [...open, ...ended];
}

/** Forgets imports that were begun and left, and the bytes of those that are over. */
export async function forgetOldImports(ctx: { db: Db; now: Date }): Promise<void> {
  const before = new Date(ctx.now.getTime() - MAX_IMPORT_AGE_HOURS * HOUR_MS);
  await ctx.db.importRun.deleteMany({ where: { createdAt: { lt: before }, state: { notIn: ['running', 'done'] } } });
  await ctx.db.importPart.deleteMany({ where: { run: { state: { in: ['done', 'failed'] } } } });
}
