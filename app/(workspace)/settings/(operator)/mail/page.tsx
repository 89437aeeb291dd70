import type { Metadata } from 'next';
import { MailPage } from '@/components/operator/mail-page';
import { caller } from '@/server/caller';
import { MailState } from '@/server/platform/notifications/schema';

export const metadata: Metadata = { title: 'Outgoing mail' };

type Props = { searchParams: Promise<{ state?: string | string[] }> };

export default async function OutgoingMailPage({ searchParams }: Props) {
  const asked = (await searchParams).state;
  const state = Object.values(MailState).find((one) => one === asked) ?? null;
  const page = await (await caller()).operator.mail({ state });
  return <MailPage first={{ state, page }} />;
}
