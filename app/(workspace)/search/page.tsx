import type { Metadata } from 'next';
import { SearchResults } from '@/components/knowledge/search-results';
import { Hydrate, prefetch, trpc } from '@/server/caller';

export const metadata: Metadata = { title: 'Search' };

export default async function SearchPage() {
  await Promise.all([
    prefetch(trpc.knowledge.item.choices.queryOptions()),
    prefetch(trpc.people.team.list.queryOptions()),
  ]);
  return (
    <Hydrate>
      <SearchResults />
    </Hydrate>
  );
}
