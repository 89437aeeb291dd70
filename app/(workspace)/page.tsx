import type { Metadata } from 'next';
import Link from 'next/link';
import { ChangedItems } from '@/components/shell/home/changed-items';
import { FirstSteps } from '@/components/shell/home/first-steps';
import classes from '@/components/shell/home/home.module.css';
import { HOME_NOTICES } from '@/components/shell/home/home-queries';
import { WaitsForYou } from '@/components/shell/home/waits-for-you';
import { LinkButton } from '@/components/ui/links';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { caller, Hydrate, prefetch, trpc } from '@/server/caller';

const CHANGED_SHOWN_MAX = 12;

export const metadata: Metadata = { title: 'Home' };

/** What waits for the person, and what changed that they may read. */
export default async function HomePage() {
  const api = await caller();
  const [me, changed] = await Promise.all([
    api.people.profile.me(),
    api.knowledge.item.list({ sort: 'updated', limit: CHANGED_SHOWN_MAX }),
    prefetch(trpc.knowledge.access.waiting.queryOptions()),
    prefetch(trpc.notifications.list.queryOptions(HOME_NOTICES)),
  ]);
  if (changed.total === 0) {
    return (
      <Page>
        <PageHeader title={`Welcome, ${me.name}`} />
        <FirstSteps mayInvite={me.can.invite} />
      </Page>
    );
  }
  return (
    <Page>
      <PageHeader title="Home" action={<LinkButton href="/library?new=1">New item</LinkButton>} />
      <Hydrate>
        <WaitsForYou />
      </Hydrate>
      <section className={classes.section} aria-labelledby="changed">
        <h2 id="changed" className={classes.heading}>
          Changed lately
          <Link href="/library" className={classes.more}>
            All of the library
          </Link>
        </h2>
        <ChangedItems items={changed.items} />
      </section>
    </Page>
  );
}
