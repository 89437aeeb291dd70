import type { Metadata } from 'next';
import { LibraryList } from '@/components/knowledge/library-list';
import { caller, Hydrate, prefetch, trpc } from '@/server/caller';
import { listInputFrom } from '@/server/domains/knowledge/filters.rules';

export const metadata: Metadata = { title: 'Library' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Everything one may read. */
export default async function LibraryPage({ searchParams }: Props) {
  const params = await searchParams;
  const input = listInputFrom((key) => [params[key] ?? []].flat());
  const api = await caller();
  const [page] = await Promise.all([
    api.knowledge.item.list(input),
    prefetch(trpc.knowledge.item.choices.queryOptions()),
    prefetch(trpc.people.team.names.queryOptions()),
  ]);
  return (
    <Hydrate>
      <LibraryList first={{ input, page }} />
    </Hydrate>
  );
}
