import type { Metadata } from 'next';
import { SessionsList } from '@/components/people/sessions-list';
import { Hydrate, prefetch, trpc } from '@/server/caller';

export const metadata: Metadata = { title: 'Your sessions' };

export default async function SessionsPage() {
  await prefetch(trpc.people.session.mine.queryOptions());
  return (
    <Hydrate>
      <SessionsList />
    </Hydrate>
  );
}
