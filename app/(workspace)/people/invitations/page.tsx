import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { InvitationsList } from '@/components/people/invitations-list';
import { caller, Hydrate, prefetch, trpc } from '@/server/caller';

export const metadata: Metadata = { title: 'Invitations' };

export default async function InvitationsPage() {
  const me = await (await caller()).people.profile.me();
  if (!me.can.invite) notFound();
  await prefetch(trpc.people.invitation.list.queryOptions());
  return (
    <Hydrate>
      <InvitationsList />
    </Hydrate>
  );
}
