import type { Metadata } from 'next';
import { TeamsList } from '@/components/people/teams-list';
import { Hydrate, prefetch, trpc } from '@/server/caller';

export const metadata: Metadata = { title: 'Teams' };

export default async function TeamsPage() {
  await prefetch(trpc.people.team.list.queryOptions());
  return (
    <Hydrate>
      <TeamsList />
    </Hydrate>
  );
}
