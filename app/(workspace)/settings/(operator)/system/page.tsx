import type { Metadata } from 'next';
import { SystemPage } from '@/components/operator/system-page';
import { caller } from '@/server/caller';

export const metadata: Metadata = { title: 'System' };

export default async function SystemStatePage() {
  return <SystemPage first={await (await caller()).operator.system()} />;
}
