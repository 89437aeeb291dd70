import type { Metadata } from 'next';
import Link from 'next/link';
import { ChangedItems } from '@/components/shell/home/changed-items';
import { FirstSteps } from '@/components/shell/home/first-steps';
import classes from '@/components/shell/home/home.module.css';
import { WaitingRequests } from '@/components/shell/home/waiting-requests';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/links';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { caller, Hydrate, prefetch, trpc } from '@/server/caller';

const CHANGED_SHOWN_MAX = 12;
const NOTICES_SHOWN_MAX = 5;

export const metadata: Metadata = { title: 'Home' };

/** What waits for the person, and what changed that they may read. */
export default async function HomePage() {
  const api = await caller();
  const [me, changed, waiting, notices] = await Promise.all([
    api.people.profile.me(),
    api.knowledge.item.list({ sort: 'updated', limit: CHANGED_SHOWN_MAX }),
    api.knowledge.access.waiting(),
    api.notifications.list({ filter: 'unread', limit: NOTICES_SHOWN_MAX }),
    prefetch(trpc.knowledge.access.waiting.queryOptions()),
  ]);
  const quiet = waiting.length === 0 && notices.items.length === 0;
  if (changed.total === 0 && quiet) {
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
      <section className={classes.section} aria-labelledby="waits">
        <h2 id="waits" className={classes.heading}>
          Waits for you
        </h2>
        <Hydrate>
          <WaitingRequests />
        </Hydrate>
        {quiet ? (
          <EmptyState compact title="Nothing waits for you">
            Requests to read what you keep and news that you have not seen stand here.
          </EmptyState>
        ) : null}
      </section>
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
