import { z } from 'zod';
import type { PrismaClient } from '@/prisma/generated/client';
import { defineJob, type Jobs, type JobWorker, onJob } from '../jobs';
import { documentsToGather, gatherDocument, gatherId } from './gather';

const gatherJob = defineJob({
  name: 'collab.gather',
  schema: z.object({ documentId: z.string() }),
  expireSeconds: 30 * 60,
});

/** Finds the documents whose sessions have ended. */
export const gatherRoundJob = defineJob({ name: 'collab.gather_round', schema: z.object({}) });

/** What gathering sends. */
export const GATHER_JOBS = [gatherJob, gatherRoundJob];

const EVERY_TEN_MINUTES = '4-54/10 * * * *';

/** Starts the rounds. */
export async function scheduleGathering(jobs: Jobs): Promise<void> {
  await jobs.schedule(gatherRoundJob, EVERY_TEN_MINUTES, {});
}

/** Gathers sessions, one document after the other. @param jobs asked when a round runs */
export function gatherWorkers(prisma: PrismaClient, jobs: () => Jobs | undefined): JobWorker[] {
  return [
    onJob(
      gatherJob,
      async ({ documentId }, { now, signal, log }) => {
        const { refused } = await gatherDocument(prisma, { documentId, now }, () => signal.aborted);
        if (refused) log.error({ documentId, refused }, 'a document’s sessions were not gathered; its log stays');
      },
      { concurrency: 1 },
    ),
    onJob(
      gatherRoundJob,
      async (_, { now }) => {
        for (const found of await documentsToGather(prisma, now)) {
          const { documentId } = found;
          await jobs()?.send(gatherJob, { documentId }, { key: documentId, id: gatherId(found) });
        }
      },
      { concurrency: 1 },
    ),
  ];
}
