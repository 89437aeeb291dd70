import { z } from 'zod';
import { defineJob } from '@/server/platform/jobs';

const IMPORT_EXPIRE_SECONDS = 60 * 60;
/** An import whose process was killed goes on soon, not when its hour is over. */
const IMPORT_HEARTBEAT_SECONDS = 60;

/** Does the next step of an import: reads what was sent, or imports it. Safe to run twice: what is done is unchanged. */
export const importJob = defineJob({
  name: 'knowledge.import',
  schema: z.object({ runId: z.string() }),
  retryLimit: 2,
  expireSeconds: IMPORT_EXPIRE_SECONDS,
  heartbeatSeconds: IMPORT_HEARTBEAT_SECONDS,
});

/** The key of the job that does an import's next step. */
export const importJobKey = ({ id, state }: { id: string; state: string }): string => `${id} ${state}`;

/** Ends imports that nobody works on any more, and forgets those that were left. */
export const importTidyJob = defineJob({ name: 'knowledge.import_tidy', schema: z.object({}) });
