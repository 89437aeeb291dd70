import type { Metadata } from 'next';
import { ItemHistory } from '@/components/knowledge/history/item-history';
import { loadHistoryPage } from '../load';

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { item } = await loadHistoryPage((await params).slug);
  return { title: `${item.title} · history` };
}

/** The sessions in which an item was written, what each changed, and the way back to any of them. */
export default async function ItemHistoryPage({ params }: Props) {
  return <ItemHistory first={await loadHistoryPage((await params).slug)} />;
}
