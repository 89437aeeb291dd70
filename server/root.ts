import { peopleMails } from '@/components/people/mail-labels';
import { deleteItemsOf, readThings } from './domains/knowledge';
import { knowledgeRouter } from './domains/knowledge/router';
import { openPeopleRouter } from './domains/people/router';
import { createNotificationsRouter } from './platform/notifications/router';
import { createOperatorRouter } from './platform/operator/router';
import { router } from './platform/trpc';

/** Everything that can be asked, by domain. */
export const appRouter = router({
  people: openPeopleRouter({
    demoCleanups: [(tx, { personIds, ctx }) => deleteItemsOf(tx, ctx, personIds)],
    mails: peopleMails,
  }),
  knowledge: knowledgeRouter,
  notifications: createNotificationsRouter(readThings),
  operator: createOperatorRouter(readThings),
});

export type AppRouter = typeof appRouter;
