import type { Metadata } from 'next';
import { Inbox } from '@/components/notifications/inbox';
import { caller } from '@/server/caller';

export const metadata: Metadata = { title: 'Inbox' };

export default async function InboxPage({ searchParams }: { searchParams: Promise<{ show?: string | string[] }> }) {
  const filter = (await searchParams).show === 'unread' ? 'unread' : 'all';
  const page = await (await caller()).notifications.list({ filter });
  return <Inbox first={{ filter, page }} />;
}
