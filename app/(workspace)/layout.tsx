import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { Bell } from '@/components/notifications/bell';
import { BAR_COOKIE } from '@/components/shell/bar-cookie';
import { Shell } from '@/components/shell/shell';
import { caller, requestContext, signInPath } from '@/server/caller';

/** Everything behind the door: whoever is not signed in is led to it, and back afterwards. */
export default async function WorkspaceLayout({ children }: { children: ReactNode }) {
  const { actor } = await requestContext();
  if (!actor) redirect(await signInPath());
  const viewer = await (await caller()).people.profile.me();
  const barOpen = (await cookies()).get(BAR_COOKIE)?.value !== 'closed';
  return (
    <Shell viewer={viewer} barOpen={barOpen} bell={<Bell />}>
      {children}
    </Shell>
  );
}
