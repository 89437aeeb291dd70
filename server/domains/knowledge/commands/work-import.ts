import { Prisma } from '@/prisma/generated/client';
import type { ImportState } from '@/prisma/generated/enums';
import type { Actor } from '@/server/platform/access';
import { loadActor } from '@/server/platform/auth';
import { type Db, inTransaction } from '@/server/platform/db/client';
import { KenningError } from '@/server/platform/errors';
import { recordEvent } from '@/server/platform/events/record';
import type { Jobs } from '@/server/platform/jobs';
import type { Log } from '@/server/platform/log';
import type { FileStore } from '@/server/platform/storage';
import { unusedAssets } from '../import/assets';
import { importJob, importJobKey } from '../import/jobs';
import { type Progress, planImport } from '../import/plan';
import { readUpload } from '../import/read-upload';
import type { ImportReport } from '../import/report.schema';
import { PathIndex } from '../import/resolve-links';
import { type ImportPlanRows, importChoices } from '../import/run.schema';
import type { SourceTree } from '../import/source-tree';
import { foresee, importItems } from './import-items';

const PROGRESS_EVERY_MS = 500;

export type ImportWork = {
  db: Db;
  files: FileStore;
  now: Date;
  log: Log;
  signal: AbortSignal;
  /** After this attempt nobody tries again: what goes wrong is said to the person. */
  last: boolean;
};

type Run = { id: string; personId: string; source: string; state: ImportState; choices: Prisma.JsonValue };

/** Does what an import waits for. An import that is gone or over is left alone. */
export async function workImport(work: ImportWork, input: { runId: string }): Promise<void> {
  const run = await work.db.importRun.findUnique({
    where: { id: input.runId },
    select: { id: true, personId: true, source: true, state: true, choices: true },
  });
  if (run === null || (run.state !== 'planning' && run.state !== 'running')) return;
  try {
    const actor = await loadActor(work.db, run.personId, { kind: 'job' });
    if (actor === null) throw new KenningError('forbidden', 'person_left');
    const tree = await readUpload(work.db, run.id, run.source);
    try {
      await (run.state === 'planning' ? plan(work, run, actor, tree) : carryOut(work, run, actor, tree));
    } finally {
      await tree.close();
    }
  } catch (error) {
    const isOurs = error instanceof KenningError && error.reason !== 'import_interrupted';
    if (!isOurs && !work.last) throw error;
    if (!isOurs) work.log.error({ err: error, runId: run.id }, 'import failed');
    await finish(work, run, { state: 'failed', problem: isOurs ? error.reason : 'internal' });
  }
}

type Worked = Pick<Run, 'id' | 'state'>;
type Ending = { state: 'failed'; problem: string } | { state: 'done'; report: ImportReport };

/**
 * The end of an import, said once and unless it has come further meanwhile: its person is told, who may have left the
 * page, and its bytes are forgotten.
 */
async function finish({ db, now }: { db: Db; now: Date }, { id, state }: Worked, ending: Ending): Promise<void> {
  const rest = ending.state === 'done' ? { plan: Prisma.DbNull } : {};
  await inTransaction(db, async (tx) => {
    const { count } = await tx.importRun.updateMany({
      where: { id, state },
      data: { ...ending, ...rest, finishedAt: now },
    });
    if (count === 0) return;
    await recordEvent(tx, { actor: null, now }, { type: 'knowledge.import.finished', subject: id });
    await tx.importFile.deleteMany({ where: { runId: id } });
  });
}

/** Ends imports whose work was begun and is no job's any more, for instance because its process was killed each time. */
export async function failLostImports(ctx: { db: Db; now: Date }, jobs: Pick<Jobs, 'liveKeys'>): Promise<void> {
  const worked = await ctx.db.importRun.findMany({
    where: { state: { in: ['planning', 'running'] } },
    select: { id: true, state: true },
  });
  // Asked for after the runs: a run that moves on meanwhile is not in that state any more.
  const live = await jobs.liveKeys(importJob);
  for (const run of worked) {
    if (!live.has(importJobKey(run))) await finish(ctx, run, { state: 'failed', problem: 'import_lost' });
  }
}

/**
 * Writes how far it is, but not at every file. Who gave it up meanwhile keeps nobody else's import waiting, and KN-N32 a
 * process that stops waits for one file at most.
 * @throws KenningError unavailable/import_interrupted, conflict/import_closed
 */
function progressWriter({ db, signal }: ImportWork, { id, state }: Run) {
  let writtenAt = 0;
  return async ({ done, total }: Progress): Promise<void> => {
    if (done < total && signal.aborted) throw new KenningError('unavailable', 'import_interrupted');
    const at = performance.now();
    if (done < total && at - writtenAt < PROGRESS_EVERY_MS) return;
    writtenAt = at;
    const data = { doneFiles: done, totalFiles: total };
    const { count } = await db.importRun.updateMany({ where: { id, state }, data });
    if (count === 0) throw new KenningError('conflict', 'import_closed');
  };
}

async function plan(work: ImportWork, run: Run, actor: Actor, tree: SourceTree): Promise<void> {
  const found = await planImport(tree, progressWriter(work, run));
  if (found.files.length === 0 && found.failed.length === 0) throw new KenningError('invalid', 'no_markdown');
  const foreseen = await foresee({ actor, db: work.db, now: work.now }, tree, found);
  const rows: ImportPlanRows = {
    files: foreseen.map(({ file: { path, title, contentType, confidence }, match, end, reason }) => {
      const type =
        match === undefined ? { contentType, confidence } : { contentType: match.item.contentType, confidence: 1 };
      return { path, title, ...type, end, reason };
    }),
    failed: found.failed.map(({ path, reason }) => ({ path, reason })),
    assets: found.assets.size,
    leftOut: await unusedAssets(found, new PathIndex(tree.entries.map((entry) => entry.path))),
  };
  await work.db.importRun.updateMany({
    where: { id: run.id, state: 'planning' },
    data: { state: 'waiting', plan: rows, doneFiles: 0, totalFiles: 0 },
  });
}

async function carryOut(work: ImportWork, run: Run, actor: Actor, tree: SourceTree): Promise<void> {
  const { access, files } = importChoices.parse(run.choices);
  const show = progressWriter(work, run);
  const report = await importItems({ actor, db: work.db, now: work.now }, work.files, tree, {
    access,
    choices: files,
    // Reading again and writing are one way to the person: each file counts once for either.
    onProgress: ({ phase, done, total, path }) =>
      show({ phase, done: phase === 'reading' ? done : total + done, total: 2 * total, path }),
    onFault: (error, path) => work.log.error({ err: error, path }, 'import of a file failed'),
  });
  await finish(work, run, { state: 'done', report });
}
