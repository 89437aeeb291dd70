import { router } from '@/server/platform/trpc';
import { profileRouter, sessionRouter, tokenRouter } from './account.router';
import type { DemoCleanup } from './commands/remove-demo-accounts';
import { demoRouter, personRouter, picker } from './person.router';
import { jobRoleRouter, teamRouter } from './place.router';
import { invitationRouter, passwordRouter, setUpRouter } from './public.router';

/** @param parts what other domains add: people knows none of them */
export const openPeopleRouter = (parts: { demoCleanups: readonly DemoCleanup[] }) =>
  router({
    person: personRouter,
    demo: demoRouter(parts.demoCleanups),
    picker,
    team: teamRouter,
    jobRole: jobRoleRouter,
    profile: profileRouter,
    session: sessionRouter,
    token: tokenRouter,
    invitation: invitationRouter,
    setUp: setUpRouter,
    password: passwordRouter,
  });
