import type { Metadata } from 'next';
import { PeopleList } from '@/components/people/people-list';
import { caller, Hydrate, prefetch, trpc } from '@/server/caller';
import { peopleFiltersFrom } from '@/server/domains/people/filters.rules';

export const metadata: Metadata = { title: 'People' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function PeoplePage({ searchParams }: Props) {
  const params = await searchParams;
  const input = peopleFiltersFrom((key) => [params[key]].flat()[0] ?? null);
  const [page] = await Promise.all([
    (await caller()).people.person.list(input),
    prefetch(trpc.people.team.names.queryOptions()),
    prefetch(trpc.people.jobRole.list.queryOptions()),
  ]);
  return (
    <Hydrate>
      <PeopleList first={{ key: JSON.stringify(input), page }} />
    </Hydrate>
  );
}
