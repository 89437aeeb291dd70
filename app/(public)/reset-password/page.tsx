import type { Metadata } from 'next';
import { PasswordLinkBroken } from '@/components/people/links-that-fail';
import { ResetPasswordForm } from '@/components/people/reset-password-form';

export const metadata: Metadata = { title: 'Choose a new password' };

type Props = { searchParams: Promise<{ token?: string | string[] }> };

export default async function ResetPasswordPage({ searchParams }: Props) {
  const { token } = await searchParams;
  if (typeof token === 'string' && token !== '') return <ResetPasswordForm token={token} />;
  return <PasswordLinkBroken />;
}
