'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { NoticeList } from '@/components/notifications/notice-list';
import { useMarking } from '@/components/notifications/use-notices';
import { useTRPC } from '@/components/trpc';
import { EmptyState } from '@/components/ui/empty-state';
import classes from './home.module.css';
import { HOME_NOTICES } from './home-queries';
import { WaitingRequests } from './waiting-requests';

/** Requests to decide, then news not seen; a quiet word when there is neither. */
export function WaitsForYou() {
  const trpc = useTRPC();
  const { mark } = useMarking();
  const { data: requests } = useSuspenseQuery(trpc.knowledge.access.waiting.queryOptions());
  const { data: news } = useSuspenseQuery(trpc.notifications.list.queryOptions(HOME_NOTICES));
  const unread = news.items.filter((notice) => !notice.read);
  return (
    <section className={classes.section} aria-labelledby="waits">
      <h2 id="waits" className={classes.heading}>
        Waits for you
        <Link href="/inbox" className={classes.more}>
          Open the inbox
        </Link>
      </h2>
      <WaitingRequests requests={requests} />
      {unread.length > 0 ? <NoticeList label="News" notices={unread} onMark={mark} /> : null}
      {requests.length === 0 && unread.length === 0 ? (
        <EmptyState compact title="Nothing waits for you">
          Requests to read what you keep, and news that you have not seen, stand here.
        </EmptyState>
      ) : null}
    </section>
  );
}
