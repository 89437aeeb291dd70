import { publicUrl } from '@/server/platform/auth';
import { hasMailServer } from '@/server/platform/mail';
import { runtime } from '@/server/platform/runtime';
import { procedure, publicProcedure, type RequestContext, router } from '@/server/platform/trpc';
import { listInvitations, openInvitation } from './account.queries';
import { acceptInvitation } from './commands/accept-invitation';
import { invitePerson } from './commands/invite-person';
import { resendInvitation, revokeInvitation } from './commands/renew-invitation';
import { requestPasswordReset, resetPassword } from './commands/reset-password';
import { needsSetUp, setUpInstallation } from './commands/set-up';
import type { PublicContext } from './facts';
import type { PeopleMails } from './mails.schema';
import {
  acceptInvitationInput,
  invitationInput,
  invitationTokenInput,
  invitePersonInput,
  requestPasswordResetInput,
  resetPasswordInput,
  setUpInput,
} from './schema';

function fromOutside(ctx: RequestContext): PublicContext {
  return { db: ctx.db, now: ctx.now, address: ctx.address, userAgent: ctx.userAgent, secret: runtime().secret };
}

export const setUpRouter = router({
  state: publicProcedure.query(async ({ ctx }) => ({ needed: await needsSetUp(ctx.db) })),
  finish: publicProcedure.input(setUpInput).mutation(({ ctx, input }) => setUpInstallation(fromOutside(ctx), input)),
});

/** `mailed` says whether the link goes by mail, or has to be passed on by hand. */
export const invitationRouter = (mails: PeopleMails) =>
  router({
    list: procedure.query(({ ctx }) => listInvitations(ctx)),
    create: procedure.input(invitePersonInput).mutation(async ({ ctx, input }) => ({
      ...(await invitePerson(ctx, input, { publicUrl: publicUrl(), mails })),
      mailed: hasMailServer(),
    })),
    resend: procedure.input(invitationInput).mutation(async ({ ctx, input }) => ({
      ...(await resendInvitation(ctx, input, { publicUrl: publicUrl(), mails })),
      mailed: hasMailServer(),
    })),
    revoke: procedure.input(invitationInput).mutation(({ ctx, input }) => revokeInvitation(ctx, input)),
    open: publicProcedure.input(invitationTokenInput).query(({ ctx, input }) => openInvitation(ctx, input)),
    accept: publicProcedure
      .input(acceptInvitationInput)
      .mutation(({ ctx, input }) => acceptInvitation(fromOutside(ctx), input)),
  });

export const passwordRouter = (mails: PeopleMails) =>
  router({
    /** Whether a link goes out by mail, or somebody who runs the installation has to pass it on. */
    way: publicProcedure.query(() => ({ mailed: hasMailServer() })),
    requestReset: publicProcedure
      .input(requestPasswordResetInput)
      .mutation(({ ctx, input }) => requestPasswordReset(fromOutside(ctx), input, { publicUrl: publicUrl(), mails })),
    reset: publicProcedure
      .input(resetPasswordInput)
      .mutation(({ ctx, input }) => resetPassword(fromOutside(ctx), input, { publicUrl: publicUrl(), mails })),
  });
