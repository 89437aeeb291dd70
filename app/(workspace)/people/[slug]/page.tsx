import { TRPCError } from '@trpc/server';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { PersonPage } from '@/components/people/person-page';
import { idOfSlug } from '@/components/ui/href';
import { caller } from '@/server/caller';

type Props = { params: Promise<{ slug: string }> };

/** The page and its title read the person once. */
const load = cache(async (slug: string) => {
  try {
    return await (await caller()).people.person.byId({ id: idOfSlug(slug) });
  } catch (error) {
    if (error instanceof TRPCError && error.code === 'BAD_REQUEST') notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await load((await params).slug)).name };
}

export default async function PersonRoute({ params }: Props) {
  const person = await load((await params).slug);
  return <PersonPage key={person.id} person={person} />;
}
