import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { OuterPage } from '@/components/ui/outer-page';

/** Links here carry secrets: no other address hears where one comes from. */
export const metadata: Metadata = { referrer: 'no-referrer' };

export default function PublicLayout({ children }: { children: ReactNode }) {
  return <OuterPage>{children}</OuterPage>;
}
