import type { Metadata } from 'next';
import { NotificationPreferences } from '@/components/people/notification-preferences';
import { Hydrate, prefetch, trpc } from '@/server/caller';
import { NOTIFICATION_KINDS } from '@/server/notifications.schema';

export const metadata: Metadata = { title: 'Notifications' };

export default async function NotificationsPage() {
  await prefetch(trpc.people.profile.mine.queryOptions());
  return (
    <Hydrate>
      <NotificationPreferences kinds={NOTIFICATION_KINDS} />
    </Hydrate>
  );
}
