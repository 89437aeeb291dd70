import { z } from 'zod';
import { procedure, router } from '@/server/platform/trpc';
import { restoreSession } from './commands/restore-session';
import { itemSessions } from './history/history.queries';
import {
  listSessionsInput,
  restoredOutput,
  restoreSessionInput,
  sessionInput,
  sessionsOutput,
  sessionTextOutput,
  versionInput,
  versionsOutput,
} from './history/history.schema';
import { sessionChanges, sessionDocument, sessionMarkdown, sessionVersions } from './history/versions.queries';

const ifMatch = z.object({ 'if-match': z.string().describe('The etag of the state that is written over, or *.') });
const rest = { tags: ['knowledge'], protect: true };

/** What was written to an item in which session, and the way back. */
export const historyRouter = router({
  sessions: procedure
    .meta({
      openapi: {
        ...rest,
        method: 'GET',
        path: '/items/{id}/sessions',
        summary: 'The sessions in which it was written',
      },
    })
    .input(listSessionsInput)
    .output(sessionsOutput)
    .query(({ ctx, input }) => itemSessions(ctx, input)),
  versions: procedure
    .meta({
      openapi: {
        ...rest,
        method: 'GET',
        path: '/items/{id}/sessions/{session}/versions',
        summary: 'What it said within a session, every few minutes',
      },
    })
    .input(sessionInput)
    .output(versionsOutput)
    .query(({ ctx, input }) => sessionVersions(ctx, input)),
  text: procedure
    .meta({
      openapi: {
        ...rest,
        method: 'GET',
        path: '/items/{id}/sessions/{session}',
        summary: 'What an item said when a session ended, or at a version within it, as Markdown',
      },
    })
    .input(versionInput)
    .output(sessionTextOutput)
    .query(({ ctx, input }) => sessionMarkdown(ctx, input)),
  restore: procedure
    .meta({
      openapi: {
        ...rest,
        method: 'POST',
        path: '/items/{id}/sessions/{session}/restore',
        summary: 'Make an item say again what it said when a session ended, or at a version within it',
        requestHeaders: ifMatch,
      },
    })
    .input(restoreSessionInput)
    .output(restoredOutput)
    .mutation(({ ctx, input }) => restoreSession(ctx, input, input.etag ?? ctx.ifMatch)),
  document: procedure.input(versionInput).query(({ ctx, input }) => sessionDocument(ctx, input)),
  changes: procedure.input(versionInput).query(({ ctx, input }) => sessionChanges(ctx, input)),
});
