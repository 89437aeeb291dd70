import { TRPCError } from '@trpc/server';
import type { Metadata } from 'next';
import { InvitationForm } from '@/components/people/invitation-form';
import { InvitationOver } from '@/components/people/links-that-fail';
import { caller } from '@/server/caller';

export const metadata: Metadata = { title: 'Invitation' };

type Props = { searchParams: Promise<{ token?: string | string[] }> };

export default async function InvitationPage({ searchParams }: Props) {
  const { token } = await searchParams;
  const invitation = typeof token === 'string' ? await open(token) : null;
  if (invitation && typeof token === 'string') return <InvitationForm token={token} {...invitation} />;
  return <InvitationOver />;
}

/** @returns null for a link that does not work, whatever the reason */
async function open(token: string) {
  try {
    return await (await caller()).people.invitation.open({ token });
  } catch (error) {
    if (error instanceof TRPCError && error.code === 'BAD_REQUEST') return null;
    throw error;
  }
}
