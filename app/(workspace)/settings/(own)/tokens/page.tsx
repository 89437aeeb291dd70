import type { Metadata } from 'next';
import { TokensList } from '@/components/people/tokens-list';
import { Hydrate, prefetch, trpc } from '@/server/caller';

export const metadata: Metadata = { title: 'Tokens' };

export default async function TokensPage() {
  await prefetch(trpc.people.token.mine.queryOptions());
  return (
    <Hydrate>
      <TokensList />
    </Hydrate>
  );
}
