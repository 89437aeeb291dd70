import { knowledgeRouter } from './domains/knowledge/router';
import { peopleRouter } from './domains/people/router';
import { notificationsRouter } from './platform/notifications/router';
import { router } from './platform/trpc';

/** Everything that can be asked, by domain. */
export const appRouter = router({
  people: peopleRouter,
  knowledge: knowledgeRouter,
  notifications: notificationsRouter,
});

export type AppRouter = typeof appRouter;
