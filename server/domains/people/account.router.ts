import { publicUrl } from '@/server/platform/auth';
import { runtime } from '@/server/platform/runtime';
import { procedure, router } from '@/server/platform/trpc';
import { getMyProfile, listMySessions, listMyTokens } from './account.queries';
import { createApiToken, revokeApiToken } from './commands/api-tokens';
import { changePassword } from './commands/change-password';
import { endOtherSessions, endSession } from './commands/end-sessions';
import { setNotificationPreference, updateProfile } from './commands/update-profile';
import type { PeopleMails } from './mails.schema';
import { getMe } from './queries';
import { me } from './records.schema';
import {
  apiTokenInput,
  changePasswordInput,
  createApiTokenInput,
  notificationPreferenceInput,
  sessionInput,
  updateProfileInput,
} from './schema';

export const profileRouter = (mails: PeopleMails) =>
  router({
    me: procedure
      .meta({ openapi: { method: 'GET', path: '/me', tags: ['People'], summary: 'The person whose token this is' } })
      .output(me)
      .query(({ ctx }) => getMe(ctx)),
    mine: procedure.query(({ ctx }) => getMyProfile(ctx)),
    update: procedure.input(updateProfileInput).mutation(({ ctx, input }) => updateProfile(ctx, input)),
    setNotification: procedure
      .input(notificationPreferenceInput)
      .mutation(({ ctx, input }) => setNotificationPreference(ctx, input)),
    changePassword: procedure
      .input(changePasswordInput)
      .mutation(({ ctx, input }) =>
        changePassword(ctx, input, { publicUrl: publicUrl(), mails, secret: runtime().secret }),
      ),
  });

export const sessionRouter = router({
  mine: procedure.query(({ ctx }) => listMySessions(ctx)),
  end: procedure.input(sessionInput).mutation(({ ctx, input }) => endSession(ctx, input)),
  endOthers: procedure.mutation(({ ctx }) => endOtherSessions(ctx)),
});

export const tokenRouter = router({
  mine: procedure.query(({ ctx }) => listMyTokens(ctx)),
  create: procedure.input(createApiTokenInput).mutation(({ ctx, input }) => createApiToken(ctx, input)),
  revoke: procedure.input(apiTokenInput).mutation(({ ctx, input }) => revokeApiToken(ctx, input)),
});
