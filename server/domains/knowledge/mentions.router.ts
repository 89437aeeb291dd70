import { procedure, router } from '@/server/platform/trpc';
import { cannotOpen, named, suggestMentions } from './mention.queries';
import { cannotOpenInput, namedInput, suggestInput } from './mention.schema';

/** What the editor asks about mentions and links. */
export const mentionsRouter = router({
  named: procedure.input(namedInput).query(({ ctx, input }) => named(ctx, input)),
  suggest: procedure.input(suggestInput).query(({ ctx, input }) => suggestMentions(ctx, input)),
  cannotOpen: procedure.input(cannotOpenInput).query(({ ctx, input }) => cannotOpen(ctx, input)),
});
