import { deleteItemsOf } from './domains/knowledge';
import { knowledgeRouter } from './domains/knowledge/router';
import { openPeopleRouter } from './domains/people/router';
import { notificationsRouter } from './platform/notifications/router';
import { router } from './platform/trpc';

/** Everything that can be asked, by domain. */
export const appRouter = router({
  people: openPeopleRouter({ demoCleanups: [(tx, { personIds }) => deleteItemsOf(tx, personIds)] }),
  knowledge: knowledgeRouter,
  notifications: notificationsRouter,
});

export type AppRouter = typeof appRouter;
