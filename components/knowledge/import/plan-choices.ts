import type { z } from 'zod';
import { browserStorage, forgetStored, store } from '@/components/ui/browser-storage';
import type { ContentType } from '@/prisma/generated/enums';
import { importChoices } from '@/server/domains/knowledge/import/run.schema';
import type { AccessValue } from '../access-fields';

const STORE_PREFIX = 'kenning-import-';

export type PlanChoices = {
  /** By path, where the guess was corrected. */
  types: Readonly<Record<string, ContentType>>;
  /** Paths that stay out. */
  skipped: readonly string[];
  access: AccessValue;
};

export const NO_CHOICES: PlanChoices = {
  types: {},
  skipped: [],
  access: { accessLevel: 'public', teamIds: [], jobRoleIds: [], namedPersonIds: [] },
};

/** As the import takes them. */
export function sentChoices({ types, skipped, access }: PlanChoices): z.infer<typeof importChoices> {
  const files: z.infer<typeof importChoices>['files'] = {};
  for (const [path, contentType] of Object.entries(types)) files[path] = { contentType };
  for (const path of skipped) files[path] = { ...files[path], skip: true };
  return { access, files };
}

/** What was kept, as it is sent; nothing where it is not ours or not whole. */
export function parseChoices(text: string | null): PlanChoices | null {
  try {
    const { access, files } = importChoices.parse(JSON.parse(text ?? ''));
    const entries = Object.entries(files);
    return {
      access,
      types: Object.fromEntries(
        entries.flatMap(([path, { contentType }]) => (contentType ? [[path, contentType]] : [])),
      ),
      skipped: entries.flatMap(([path, { skip }]) => (skip ? [path] : [])),
    };
  } catch {
    return null;
  }
}

/** What somebody chose for this import and did not send yet: kept in this tab, whatever leads away from the page. */
export function readChoices(runId: string): PlanChoices {
  return parseChoices(browserStorage('sessionStorage')?.getItem(STORE_PREFIX + runId) ?? null) ?? NO_CHOICES;
}

export function keepChoices(runId: string, choices: PlanChoices): void {
  store(STORE_PREFIX + runId, JSON.stringify(sentChoices(choices)), 'sessionStorage');
}

/** Once the import begins or is given up. */
export function forgetChoices(runId: string): void {
  browserStorage('sessionStorage')?.removeItem(STORE_PREFIX + runId);
}

/** At signing out: names of files are not for the next person at this machine. */
export const forgetAllChoices = (): void => forgetStored(STORE_PREFIX, 'sessionStorage');
