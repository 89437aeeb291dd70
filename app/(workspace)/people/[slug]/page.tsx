import type { Metadata } from 'next';
import { cache } from 'react';
import { PersonPage } from '@/components/people/person-page';
import { caller, orNotFound } from '@/server/caller';
import { idInPath } from '@/server/platform/slug.rules';

type Props = { params: Promise<{ slug: string }> };

/** The page and its title read the person once. */
const load = cache(async (slug: string) => orNotFound((await caller()).people.person.byId({ id: idInPath(slug) })));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await load((await params).slug)).name };
}

export default async function PersonRoute({ params }: Props) {
  const person = await load((await params).slug);
  return <PersonPage key={person.id} person={person} />;
}
