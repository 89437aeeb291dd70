import { runtimeJobs } from '@/server/platform/runtime';
import { procedure, router } from '@/server/platform/trpc';
import {
  beginImport,
  cancelImportRun,
  importRun,
  ownImports,
  planImportRun,
  startImportRun,
} from './commands/import-run';
import { beginImportInput, importRunInput, startImportInput } from './import/run.schema';

/** Imports by browser: begin, send files to /api/import, plan, look, start, watch. */
export const importsRouter = router({
  begin: procedure.input(beginImportInput).mutation(({ ctx, input }) => beginImport(ctx, input)),
  plan: procedure.input(importRunInput).mutation(({ ctx, input }) => planImportRun(ctx, runtimeJobs(), input)),
  start: procedure.input(startImportInput).mutation(({ ctx, input }) => startImportRun(ctx, runtimeJobs(), input)),
  cancel: procedure.input(importRunInput).mutation(({ ctx, input }) => cancelImportRun(ctx, input)),
  own: procedure.query(({ ctx }) => ownImports(ctx)),
  run: procedure.input(importRunInput).query(({ ctx, input }) => importRun(ctx, input)),
});
