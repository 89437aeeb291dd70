import { z } from 'zod';
import { MAX_REPORT_ENTRIES } from './limits.schema';

const placed = z.object({ path: z.string(), id: z.string() });
const titled = placed.extend({ title: z.string() });

/** What an import did: the counts that scripts read, and beside them every file by name. */
export const importReportSchema = z.object({
  source: z.string(),
  created: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  conflicts: z.number().int(),
  failed: z.number().int(),
  unresolvedLinks: z.number().int(),
  /** Every item of the source, whether this import changed it or not. */
  items: z.array(placed),
  details: z.object({
    created: z.array(titled),
    updated: z.array(titled),
    unchanged: z.array(titled),
    /** Nothing was overwritten: why, in a word. */
    conflicts: z.array(titled.extend({ reason: z.string() })),
    failed: z.array(
      z.object({
        path: z.string(),
        reason: z.string(),
        params: z
          .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]))
          .optional(),
      }),
    ),
    unresolvedLinks: z.array(z.object({ path: z.string(), href: z.string(), reason: z.string() })),
    /** What could not be taken over from a file that was imported all the same. */
    notes: z.array(z.object({ path: z.string(), note: z.string() })),
    /** Files that no page shows or links. Reports from before they were named have none. */
    leftOut: z.array(z.string()).default([]),
  }),
});
export type ImportReport = z.infer<typeof importReportSchema>;
export type ImportDetails = ImportReport['details'];

/** A report to be filled. */
export function emptyDetails(): ImportDetails {
  return {
    created: [],
    updated: [],
    unchanged: [],
    conflicts: [],
    failed: [],
    unresolvedLinks: [],
    notes: [],
    leftOut: [],
  };
}

/**
 * Counts what the details list. Of what single files can hold without end, links and notes, only the first are listed;
 * the count is of all.
 */
export function reportOf(source: string, details: ImportDetails): ImportReport {
  const { created, updated, unchanged, conflicts, failed, unresolvedLinks, notes } = details;
  const items = [...created, ...updated, ...unchanged, ...conflicts].map(({ path, id }) => ({ path, id }));
  return {
    source,
    created: created.length,
    updated: updated.length,
    unchanged: unchanged.length,
    conflicts: conflicts.length,
    failed: failed.length,
    unresolvedLinks: unresolvedLinks.length,
    items: items.sort((one, other) => (one.path < other.path ? -1 : 1)),
    details: {
      ...details,
      unresolvedLinks: unresolvedLinks.slice(0, MAX_REPORT_ENTRIES),
      notes: notes.slice(0, MAX_REPORT_ENTRIES),
    },
  };
}
