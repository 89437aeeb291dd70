import { Stack } from '@mantine/core';
import type { Metadata } from 'next';
import { ProfileForm } from '@/components/people/profile-form';
import { PlainKeysSwitch } from '@/components/ui/plain-keys-switch';
import { caller } from '@/server/caller';

export const metadata: Metadata = { title: 'Your profile' };

export default async function ProfilePage() {
  const profile = await (await caller()).people.profile.mine();
  return (
    <Stack gap="xl">
      <ProfileForm profile={profile} />
      <PlainKeysSwitch />
    </Stack>
  );
}
