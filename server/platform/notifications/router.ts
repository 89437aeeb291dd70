import { procedure, router } from '../trpc';
import { markAllRead, markNotifications } from './commands';
import { countUnread, listNotifications } from './queries';
import { listNotificationsInput, markAllReadInput, markNotificationsInput } from './schema';
import type { ReadThings } from './things';

/** The bell and the inbox. @param readThings judges, for whoever asks, what the notifications speak of */
export function createNotificationsRouter(readThings: ReadThings) {
  return router({
    list: procedure.input(listNotificationsInput).query(({ ctx, input }) => listNotifications(ctx, input, readThings)),
    unread: procedure.query(({ ctx }) => countUnread(ctx)),
    mark: procedure.input(markNotificationsInput).mutation(({ ctx, input }) => markNotifications(ctx, input)),
    markAllRead: procedure.input(markAllReadInput).mutation(({ ctx, input }) => markAllRead(ctx, input)),
  });
}
