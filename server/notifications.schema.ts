import { knowledgeNotificationKinds } from './domains/knowledge/notifications.schema';
import type { NotificationKind } from './platform/notifications/kinds.schema';

/** What people can be told of, by domain. A new domain adds its kinds here; the page of preferences follows. */
export const NOTIFICATION_KINDS: readonly NotificationKind[] = [...Object.values(knowledgeNotificationKinds)];
