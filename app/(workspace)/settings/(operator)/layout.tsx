import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { caller } from '@/server/caller';

/** For everybody but an administrator these pages do not exist. The queries behind them judge again. */
export default async function OperatorLayout({ children }: { children: ReactNode }) {
  const { can } = await (await caller()).people.profile.me();
  if (!can.operate) notFound();
  return children;
}
