import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { Bell } from '@/components/notifications/bell';
import { BAR_COOKIE } from '@/components/shell/bar-cookie';
import { Shell } from '@/components/shell/shell';
import { caller } from '@/server/caller';

/** Everything behind the door: `caller` leads whoever is not signed in to it. */
export default async function WorkspaceLayout({ children }: { children: ReactNode }) {
  const viewer = await (await caller()).people.profile.me();
  const barOpen = (await cookies()).get(BAR_COOKIE)?.value !== 'closed';
  return (
    <Shell viewer={viewer} barOpen={barOpen} bell={<Bell />}>
      {children}
    </Shell>
  );
}
