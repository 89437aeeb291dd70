import type { Metadata } from 'next';
import { ProfileForm } from '@/components/people/profile-form';
import { caller } from '@/server/caller';

export const metadata: Metadata = { title: 'Your profile' };

export default async function ProfilePage() {
  return <ProfileForm profile={await (await caller()).people.profile.mine()} />;
}
