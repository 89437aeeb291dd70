import { hasScope } from '@/server/platform/access';
import { HOUR_MS } from '@/server/platform/clock';
import type { Context } from '@/server/platform/command';
import { type Db, inTransaction } from '@/server/platform/db/client';
import { oneAtATime } from '@/server/platform/db/one-at-a-time';
import { demand, KenningError, notFound } from '@/server/platform/errors';
import type { Jobs } from '@/server/platform/jobs';
import { demandAudience } from '../access';
import { importJob, importJobKey } from '../import/jobs';
import { ENDED_IMPORTS_SHOWN_MAX, MAX_IMPORT_AGE_HOURS, MAX_OPEN_IMPORTS } from '../import/limits.schema';
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
import { isId } from '../load';
import { checkAudience, normalAccess } from '../rules';

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
export async function ownRun(ctx: Context, runId: string) {
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

/** Forgets imports that were begun and left, with what was sent for them. */
export async function forgetOldImports(ctx: { db: Db; now: Date }): Promise<void> {
  const before = new Date(ctx.now.getTime() - MAX_IMPORT_AGE_HOURS * HOUR_MS);
  await ctx.db.importRun.deleteMany({ where: { createdAt: { lt: before }, state: { notIn: ['running', 'done'] } } });
}
