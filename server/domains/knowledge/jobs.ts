import { z } from 'zod';
import type { Db } from '@/server/platform/db/client';
import { defineJob, type Jobs, type JobWorker, onJob } from '@/server/platform/jobs';
import type { Log } from '@/server/platform/log';
import { runtime } from '@/server/platform/runtime';
import { forgetOldImports } from './commands/import-run';
import { projectItem, staleItems } from './commands/project-item';
import { requestAccessJob, workRequest } from './commands/request-access';
import { sweepFiles } from './commands/sweep-files';
import { failLostImports, workImport } from './commands/work-import';
import { importJob, importTidyJob } from './import/jobs';

/** Brings what is derived from one document up to date. */
const projectJob = defineJob({ name: 'knowledge.project', schema: z.object({ id: z.string() }) });

/** Finds what was missed, for instance while the process was down. */
const projectStaleJob = defineJob({ name: 'knowledge.project_stale', schema: z.object({}) });

/** Forgets files that no item has any more. */
const sweepFilesJob = defineJob({
  name: 'knowledge.sweep_files',
  schema: z.object({}),
  expireSeconds: 60 * 60,
});

export const JOB_DEFINITIONS = [
  projectJob,
  projectStaleJob,
  requestAccessJob,
  importJob,
  importTidyJob,
  sweepFilesJob,
] as const;

const EVERY_MINUTE = '* * * * *';
const EVERY_TEN_MINUTES = '7-57/10 * * * *';
const NIGHTLY = '47 3 * * *';
const IMPORTS_AT_ONCE = 1;
const STALE_ITEMS_AT_ONCE = 100;

/** Asks for a projection; while one waits for the same item, that one does for both. */
export async function scheduleProjection(jobs: Jobs, id: string, startAfter: Date): Promise<void> {
  await jobs.send(projectJob, { id }, { key: id, startAfter });
}

/** Starts the round that finds what was missed. */
export async function scheduleRounds(jobs: Jobs): Promise<void> {
  await jobs.send(projectStaleJob, {}, { key: 'start' });
  await jobs.schedule(projectStaleJob, EVERY_MINUTE, {});
  await jobs.schedule(importTidyJob, EVERY_TEN_MINUTES, {});
  await jobs.schedule(sweepFilesJob, NIGHTLY, {});
}

/** The workers of this domain. */
export function knowledgeWorkers(db: Db): JobWorker[] {
  return [
    onJob(projectJob, async ({ id }, { now }) => {
      await projectItem({ db, now }, { id });
    }),
    onJob(projectStaleJob, async (_, { now, signal, log }) => projectStale({ db, now }, { signal, log }), {
      concurrency: 1,
    }),
    onJob(requestAccessJob, (asking) => workRequest(db, asking)),
    onJob(
      importJob,
      async ({ runId }, { now, log, signal, last }) =>
        workImport({ db, files: runtime().files, now, log, signal, last }, { runId }),
      { concurrency: IMPORTS_AT_ONCE },
    ),
    onJob(importTidyJob, async (_, { now }) => tidyImports({ db, now }, runtime().jobs), { concurrency: 1 }),
    onJob(sweepFilesJob, async (_, { now, signal }) => void (await sweepFiles({ db, now, signal }, runtime().files)), {
      concurrency: 1,
    }),
  ];
}

async function tidyImports(ctx: { db: Db; now: Date }, jobs: Jobs | undefined): Promise<void> {
  if (jobs) await failLostImports(ctx, jobs);
  await forgetOldImports(ctx);
}

/**
 * Projects every item whose text has moved on. With a log, one that cannot be projected is written there, left for the
 * next round, and does not keep those behind it waiting.
 */
export async function projectStale(
  ctx: { db: Db; now: Date },
  { signal, log }: { signal?: AbortSignal; log?: Log } = {},
): Promise<void> {
  for (let after = ''; ; ) {
    const ids = await staleItems(ctx.db, { after, limit: STALE_ITEMS_AT_ONCE });
    for (const id of ids) {
      if (signal?.aborted) return;
      await projectItem(ctx, { id }).catch((error: unknown) => {
        if (!log) throw error;
        log.error({ err: error, itemId: id }, 'an item could not be projected');
      });
    }
    const last = ids.at(-1);
    if (last === undefined) return;
    after = last;
  }
}
