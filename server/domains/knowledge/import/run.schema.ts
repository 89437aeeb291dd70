import { z } from 'zod';
import { ContentType, ImportState } from '@/prisma/generated/enums';
import { id } from '@/server/platform/scalars.schema';
import { accessInput, contentTypeSchema } from '../schema';
import { MAX_IMPORT_FILES } from './limits.schema';
import type { ImportReport } from './report.schema';

export { ContentType, ImportState };

const SOURCE_CHARACTERS_MAX = 120;

/** What a source is called. */
export const sourceName = z
  .string()
  .overwrite((name) =>
    name
      .normalize('NFC')
      .replace(/[\p{Cc}/\\]+/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  )
  .min(1)
  .max(SOURCE_CHARACTERS_MAX);

export const beginImportInput = z.object({ source: sourceName });
export type BeginImportInput = z.infer<typeof beginImportInput>;

export const importRunInput = z.object({ runId: id });

/** What the person chose: who may read what is created, and by path another type, or that the file stays out. */
export const importChoices = z.object({
  access: accessInput,
  files: z
    .record(
      z.string().max(1_000),
      z.object({ contentType: contentTypeSchema.optional(), skip: z.boolean().optional() }),
    )
    .refine((files) => Object.keys(files).length <= MAX_IMPORT_FILES, 'too many'),
});

export const startImportInput = importRunInput.extend({ choices: importChoices });
export type StartImportInput = z.input<typeof startImportInput>;

/** What becomes of a file: an item, nothing new, another text of its item, or nothing because something stands against it. */
export const PLANNED_ENDS = ['new', 'unchanged', 'changed', 'conflict'] as const;
export type PlannedEnd = (typeof PLANNED_ENDS)[number];

/** One line of the plan. */
export const plannedRowSchema = z.object({
  path: z.string(),
  title: z.string(),
  contentType: contentTypeSchema,
  /** From 0 to 1. */
  confidence: z.number(),
  /** As things are when it is planned; `new` where no import made anything of this file before. */
  end: z.enum(PLANNED_ENDS),
  /** Why it is a conflict, in a word. */
  reason: z.string().optional(),
});
export type PlannedRow = z.infer<typeof plannedRowSchema>;

export const importPlanSchema = z.object({
  files: z.array(plannedRowSchema),
  failed: z.array(z.object({ path: z.string(), reason: z.string() })),
  assets: z.number().int(),
  /** Of these, what no page shows or links. Plans from before they were named have none. */
  leftOut: z.array(z.string()).default([]),
});
export type ImportPlanRows = z.infer<typeof importPlanSchema>;

/** An import in the list of one's own. */
export type ImportRunRow = { id: string; source: string; state: ImportState; createdAt: Date };

/** An import as its page shows it. */
export type ImportRunView = {
  id: string;
  source: string;
  state: ImportState;
  receivedFiles: number;
  receivedBytes: number;
  done: number;
  total: number;
  plan: ImportPlanRows | null;
  report: ImportReport | null;
  /** Why it failed, in a word. */
  problem: string | null;
};
