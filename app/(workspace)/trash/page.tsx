import type { Metadata } from 'next';
import { TrashList } from '@/components/knowledge/trash-list';
import { Hydrate, prefetch, trpc } from '@/server/caller';

export const metadata: Metadata = { title: 'Trash' };

export default async function TrashPage() {
  await prefetch(trpc.knowledge.trash.list.queryOptions());
  return (
    <Hydrate>
      <TrashList />
    </Hydrate>
  );
}
