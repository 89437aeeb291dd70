import { hasMailServer } from '../mail';
import { listMailInput, resendMailInput } from '../notifications/schema';
import type { ReadThings } from '../notifications/things';
import { runtime } from '../runtime';
import { procedure, router } from '../trpc';
import { listMail, resendMail } from './mail';
import { retryDeadJobs, systemState } from './system';

/** The operator's pages. @param readThings judges what mails speak of, for the operator who looks */
export function createOperatorRouter(readThings: ReadThings) {
  return router({
    mail: procedure
      .input(listMailInput)
      .query(({ ctx, input }) => listMail(ctx, input, { readThings, hasServer: hasMailServer() })),
    resendMail: procedure
      .input(resendMailInput)
      .mutation(({ ctx, input }) => resendMail(ctx, input, { hasServer: hasMailServer() })),
    system: procedure.query(({ ctx }) => systemState(ctx, runtime())),
    retryDeadJobs: procedure.mutation(({ ctx }) => retryDeadJobs(ctx, runtime().jobs)),
  });
}
