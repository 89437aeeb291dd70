import type { Metadata } from 'next';
import { RESULTS_A_PAGE } from '@/components/knowledge/results-a-page';
import { SearchResults } from '@/components/knowledge/search-results';
import { Hydrate, prefetch, trpc } from '@/server/caller';
import { filtersFrom } from '@/server/domains/knowledge/filters.rules';
import { SEARCH_QUERY_CHARACTERS_MAX } from '@/server/domains/knowledge/limits.schema';

export const metadata: Metadata = { title: 'Search' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Results stand in the first paint, so that an address with a question answers at once. */
export default async function SearchPage({ searchParams }: Props) {
  const params = await searchParams;
  const read = (key: string) => [params[key] ?? []].flat();
  const q = (read('q')[0] ?? '').slice(0, SEARCH_QUERY_CHARACTERS_MAX);
  await Promise.all([
    prefetch(trpc.knowledge.item.choices.queryOptions()),
    prefetch(trpc.people.team.names.queryOptions()),
    ...(q.trim() === ''
      ? []
      : [prefetch(trpc.knowledge.search.items.queryOptions({ q, limit: RESULTS_A_PAGE, ...filtersFrom(read) }))]),
  ]);
  return (
    <Hydrate>
      <SearchResults />
    </Hydrate>
  );
}
