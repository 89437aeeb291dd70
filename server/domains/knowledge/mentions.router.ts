import { z } from 'zod';
import { spendAttempt } from '@/server/platform/auth';
import { MINUTE_MS, SECOND_MS } from '@/server/platform/clock';
import { runtime } from '@/server/platform/runtime';
import { procedure, router } from '@/server/platform/trpc';
import { MAX_URL_CHARS } from './document-url.schema';
import { SiteDescriptions } from './links/describe-site';
import { cannotOpen, named, suggestMentions } from './mention.queries';
import { cannotOpenInput, namedInput, suggestInput } from './mention.schema';

/** As many pages as one looks at links in; whoever goes on is no reader. */
const SITES_LIMIT = { freeAttempts: 60, baseDelayMs: SECOND_MS, delayMsMax: MINUTE_MS, windowMs: 10 * MINUTE_MS };
const sites = new SiteDescriptions();

/** What the editor and pages ask about mentions and links. */
export const mentionsRouter = router({
  named: procedure.input(namedInput).query(({ ctx, input }) => named(ctx, input)),
  suggest: procedure.input(suggestInput).query(({ ctx, input }) => suggestMentions(ctx, input)),
  cannotOpen: procedure.input(cannotOpenInput).query(({ ctx, input }) => cannotOpen(ctx, input)),
  site: procedure.input(z.object({ url: z.string().max(MAX_URL_CHARS) })).query(({ ctx, input }) => {
    const key = { purpose: 'knowledge.describe_site', value: ctx.actor.personId, limit: SITES_LIMIT };
    return sites.describe(input.url, ctx.now, () =>
      spendAttempt({ db: ctx.db, now: ctx.now, secret: runtime().secret }, key),
    );
  }),
});
