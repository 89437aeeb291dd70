import { TRPCError } from '@trpc/server';
import type { Metadata } from 'next';
import { InvitationForm } from '@/components/people/invitation-form';
import { ErrorState } from '@/components/ui/error-state';
import { LinkAnchor } from '@/components/ui/links';
import { caller } from '@/server/caller';

export const metadata: Metadata = { title: 'Invitation' };

type Props = { searchParams: Promise<{ token?: string | string[] }> };

export default async function InvitationPage({ searchParams }: Props) {
  const { token } = await searchParams;
  const invitation = typeof token === 'string' ? await open(token) : null;
  if (invitation && typeof token === 'string') return <InvitationForm token={token} {...invitation} />;
  return (
    <ErrorState
      order={1}
      title="This invitation does not work any more"
      kept="It may have been used, replaced by a newer one, taken back, or be older than two weeks."
      todo="If you have an account, sign in. Otherwise ask whoever invited you for a new invitation."
      action={<LinkAnchor href="/sign-in">Sign in</LinkAnchor>}
    />
  );
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
