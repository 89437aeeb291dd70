import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ImportPeople } from '@/components/people/import-people';
import { caller, Hydrate, prefetch, trpc } from '@/server/caller';

export const metadata: Metadata = { title: 'Import people' };

export default async function ImportPeoplePage() {
  const me = await (await caller()).people.profile.me();
  if (!me.can.invite) notFound();
  await prefetch(trpc.people.demo.state.queryOptions());
  return (
    <Hydrate>
      <ImportPeople />
    </Hydrate>
  );
}
