import type { Metadata } from 'next';
import { ItemNowhere } from '@/components/knowledge/item-nowhere';

export const metadata: Metadata = { title: 'Not found' };

export default function ItemNotFound() {
  return <ItemNowhere />;
}
