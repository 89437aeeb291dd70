import type { Metadata } from 'next';
import { JobRolesList } from '@/components/people/job-roles-list';
import { Hydrate, prefetch, trpc } from '@/server/caller';

export const metadata: Metadata = { title: 'Job roles' };

export default async function JobRolesPage() {
  await prefetch(trpc.people.jobRole.list.queryOptions());
  return (
    <Hydrate>
      <JobRolesList />
    </Hydrate>
  );
}
