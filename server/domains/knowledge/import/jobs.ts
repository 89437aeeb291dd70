import { z } from 'zod';
import { defineJob } from '@/server/platform/jobs';

const IMPORT_EXPIRE_SECONDS = 60 * 60;

/** Does the next step of an import: reads what was sent, or imports it. Safe to run twice: what is done is unchanged. */
export const importJob = defineJob({
  name: 'knowledge.import',
  schema: z.object({ runId: z.string() }),
  retryLimit: 2,
  expireSeconds: IMPORT_EXPIRE_SECONDS,
});

/** Forgets imports that were left. */
export const importTidyJob = defineJob({ name: 'knowledge.import_tidy', schema: z.object({}) });
