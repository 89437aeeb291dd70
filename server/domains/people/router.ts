import { router } from '@/server/platform/trpc';
import { profileRouter, sessionRouter, tokenRouter } from './account.router';
import type { DemoCleanup } from './commands/remove-demo-accounts';
import type { PeopleMails } from './mails.schema';
import { demoRouter, personRouter, picker } from './person.router';
import { jobRoleRouter, teamRouter } from './place.router';
import { invitationRouter, passwordRouter, setUpRouter } from './public.router';

/** @param parts what other domains add, and the words of mails: people knows neither */
export const openPeopleRouter = (parts: { demoCleanups: readonly DemoCleanup[]; mails: PeopleMails }) =>
  router({
    person: personRouter(parts.mails),
    demo: demoRouter(parts.demoCleanups),
    picker,
    team: teamRouter,
    jobRole: jobRoleRouter,
    profile: profileRouter(parts.mails),
    session: sessionRouter,
    token: tokenRouter,
    invitation: invitationRouter(parts.mails),
    setUp: setUpRouter,
    password: passwordRouter(parts.mails),
  });
