import type { Metadata } from 'next';
import { TrashList } from '@/components/knowledge/trash-list';
import { caller } from '@/server/caller';

export const metadata: Metadata = { title: 'Trash' };

export default async function TrashPage() {
  return <TrashList first={await (await caller()).knowledge.trash.list({})} />;
}
