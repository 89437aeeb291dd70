import type { Metadata } from 'next';
import { ChangePasswordForm } from '@/components/people/change-password-form';
import { caller } from '@/server/caller';

export const metadata: Metadata = { title: 'Your password' };

export default async function PasswordPage() {
  return <ChangePasswordForm profile={await (await caller()).people.profile.mine()} />;
}
