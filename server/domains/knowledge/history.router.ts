import { z } from 'zod';
import { procedure, router } from '@/server/platform/trpc';
import { restoreSession } from './commands/restore-session';
import { itemSessions, sessionChanges, sessionDocument, sessionMarkdown } from './history/history.queries';
import {
  listSessionsInput,
  restoredOutput,
  restoreSessionInput,
  sessionInput,
  sessionsOutput,
  sessionTextOutput,
} from './history/history.schema';

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
  text: procedure
    .meta({
      openapi: {
        ...rest,
        method: 'GET',
        path: '/items/{id}/sessions/{session}',
        summary: 'What an item said when a session ended, as Markdown',
      },
    })
    .input(sessionInput)
    .output(sessionTextOutput)
    .query(({ ctx, input }) => sessionMarkdown(ctx, input)),
  restore: procedure
    .meta({
      openapi: {
        ...rest,
        method: 'POST',
        path: '/items/{id}/sessions/{session}/restore',
        summary: 'Make an item say again what it said when a session ended',
        requestHeaders: ifMatch,
      },
    })
    .input(restoreSessionInput)
    .output(restoredOutput)
    .mutation(({ ctx, input }) => restoreSession(ctx, input, input.etag ?? ctx.ifMatch)),
  document: procedure.input(sessionInput).query(({ ctx, input }) => sessionDocument(ctx, input)),
  changes: procedure.input(sessionInput).query(({ ctx, input }) => sessionChanges(ctx, input)),
});
