import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SignInForm } from '@/components/people/sign-in-form';
import { ForgetHere } from '@/components/shell/forget-here';
import { safePath } from '@/components/ui/href';
import { caller, endedSessionOf, requestContext } from '@/server/caller';

export const metadata: Metadata = { title: 'Sign in' };

type Props = { searchParams: Promise<{ next?: string | string[]; changed?: string }> };

export default async function SignInPage({ searchParams }: Props) {
  const { next, changed } = await searchParams;
  const path = safePath(typeof next === 'string' ? next : null);
  if ((await requestContext()).actor) redirect(path);
  if ((await (await caller()).people.setUp.state()).needed) redirect('/set-up');
  const ended = await endedSessionOf();
  return (
    <>
      {ended === null ? null : <ForgetHere personId={ended} />}
      <SignInForm next={path} passwordChanged={changed !== undefined} sessionEnded={ended !== null} />
    </>
  );
}
