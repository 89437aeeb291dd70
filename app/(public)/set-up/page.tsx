import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SetUpForm } from '@/components/people/set-up-form';
import { caller } from '@/server/caller';

export const metadata: Metadata = { title: 'Set up' };

/** Only while nobody is here. */
export default async function SetUpPage() {
  if (!(await (await caller()).people.setUp.state()).needed) redirect('/sign-in');
  return <SetUpForm />;
}
