import type { Metadata } from 'next';
import { ResetPasswordForm } from '@/components/people/reset-password-form';
import { ErrorState } from '@/components/ui/error-state';
import { LinkAnchor } from '@/components/ui/links';

export const metadata: Metadata = { title: 'Choose a new password' };

type Props = { searchParams: Promise<{ token?: string | string[] }> };

export default async function ResetPasswordPage({ searchParams }: Props) {
  const { token } = await searchParams;
  if (typeof token === 'string' && token !== '') return <ResetPasswordForm token={token} />;
  return (
    <ErrorState
      order={1}
      title="This link is not whole"
      todo="Copy the whole address from the mail, or ask for a new link."
      action={<LinkAnchor href="/forgot-password">Ask for a new link</LinkAnchor>}
    />
  );
}
