import type { Metadata } from 'next';
import { ForgotPasswordForm } from '@/components/people/forgot-password-form';
import { caller } from '@/server/caller';

export const metadata: Metadata = { title: 'A new password' };

export default async function ForgotPasswordPage() {
  const { mailed } = await (await caller()).people.password.way();
  return <ForgotPasswordForm mailed={mailed} />;
}
