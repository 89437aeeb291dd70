import type { Metadata } from 'next';
import { ItemReading } from '@/components/knowledge/item-reading';
import { loadItemPage } from './load';

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { item } = await loadItemPage((await params).slug);
  return { title: item.title };
}

export default async function ItemPage({ params }: Props) {
  return <ItemReading {...(await loadItemPage((await params).slug))} />;
}
