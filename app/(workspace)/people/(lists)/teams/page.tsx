import type { Metadata } from 'next';
import { TeamsList } from '@/components/people/teams-list';
import { caller } from '@/server/caller';

export const metadata: Metadata = { title: 'Teams' };

export default async function TeamsPage() {
  return <TeamsList first={await (await caller()).people.team.list({})} />;
}
