import type { Metadata } from 'next';
import { Nowhere } from '@/components/shell/nowhere';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return <Nowhere />;
}
