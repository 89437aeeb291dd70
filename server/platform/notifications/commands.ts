import type { Context } from '../command';
import type { MarkAllReadInput, MarkNotificationsInput } from './schema';

/** Marks one's own notifications; ids of others are passed over in silence. A reading mark is no event of the company. */
export async function markNotifications(
  ctx: Context,
  { ids, read }: MarkNotificationsInput,
): Promise<{ count: number }> {
  return ctx.db.notification.updateMany({
    where: { id: { in: ids }, personId: ctx.actor.personId, inApp: true, readAt: read ? null : { not: null } },
    data: { readAt: read ? ctx.now : null },
  });
}

/** Marks everything up to a moment. */
export async function markAllRead(ctx: Context, { until }: MarkAllReadInput): Promise<{ count: number }> {
  return ctx.db.notification.updateMany({
    where: { personId: ctx.actor.personId, inApp: true, readAt: null, createdAt: { lte: until } },
    data: { readAt: ctx.now },
  });
}
