import { readFileSync } from 'node:fs';
import { PEOPLE_BACKUP_SCOPE } from '@/server/domains/people';
import { joinScopes, PLATFORM_SCOPE } from '@/server/platform/backup';
import { type Jobs, openJobs } from '@/server/platform/jobs';
import { runtime } from '@/server/platform/runtime';
import { QUEUES } from './jobs';

/** What a backup does not take as it is. A domain that has such a table adds its own. */
export const BACKUP_SCOPE = joinScopes(PLATFORM_SCOPE, PEOPLE_BACKUP_SCOPE);

/** The version of the product, as package.json has it. */
export function productVersion(): string {
  return (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version;
}

/** Opens the queue to put jobs into it, without doing any. */
export function openJobsForRestore(): Promise<Jobs> {
  const { database, log } = runtime();
  return openJobs({ url: database.url, log, definitions: QUEUES, supervise: false });
}
