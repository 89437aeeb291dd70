'use client';

import { Group, SegmentedControl, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTRPC } from '@/components/trpc';
import { EmptyState } from '@/components/ui/empty-state';
import { errorMessage } from '@/components/ui/error-labels';
import { ErrorState } from '@/components/ui/error-state';
import { ListPage } from '@/components/ui/list-page';
import { LoadMore, moreOf } from '@/components/ui/more';
import { TableSkeleton } from '@/components/ui/skeletons';
import { useFilters } from '@/components/ui/use-filters';
import type { NotificationFilter } from '@/server/platform/notifications/schema';
import { INBOX_WORDS } from './labels';
import { MarkAll } from './mark-all';
import { NoticeList } from './notice-list';
import { type NoticePage, useMarking } from './use-notices';

type Props = {
  /** The first page, as the server read it with the page. */
  first: { filter: NotificationFilter; page: NoticePage };
};

/** Everything one was told, newest first; what is unread stands out and can be had alone. */
export function Inbox({ first }: Props) {
  const trpc = useTRPC();
  const filters = useFilters();
  const filter: NotificationFilter = filters.one('show') === 'unread' ? 'unread' : 'all';
  const { mark, markAll } = useMarking();
  const query = useInfiniteQuery(
    trpc.notifications.list.infiniteQueryOptions(
      { filter },
      {
        getNextPageParam: (page) => page.nextCursor,
        ...(filter === first.filter ? { initialData: { pages: [first.page], pageParams: [null] } } : {}),
      },
    ),
  );
  const notices = query.data?.pages.flatMap((page) => page.items);
  const newestUnread = notices?.find((notice) => !notice.read);
  return (
    <ListPage
      title={INBOX_WORDS.title}
      action={<MarkAll variant="default" until={newestUnread?.createdAt} onMarkAll={markAll} />}
      filters={
        <SegmentedControl
          size="xs"
          mb="sm"
          aria-label="Which notifications"
          value={filter}
          onChange={(value) => filters.set({ show: value === 'unread' ? value : null })}
          data={[
            { value: 'all', label: INBOX_WORDS.all },
            { value: 'unread', label: INBOX_WORDS.unread },
          ]}
        />
      }
    >
      {notices === undefined && query.error ? (
        <ErrorState title="The inbox could not be loaded" todo={errorMessage(query.error)} />
      ) : null}
      {notices === undefined && !query.error ? <TableSkeleton label="Notifications" columns={2} /> : null}
      {notices?.length === 0 ? <NothingHere filter={filter} /> : null}
      {notices && notices.length > 0 ? <NoticeList label="Notifications" notices={notices} onMark={mark} /> : null}
      {notices && notices.length > 0 ? (
        <Group gap="md" mt="sm">
          <Text size="sm" c="dimmed" aria-live="polite">
            {notices.length}
            {query.hasNextPage ? '+' : ''} {notices.length === 1 ? 'notification' : 'notifications'}
          </Text>
          <LoadMore more={moreOf(query)} />
        </Group>
      ) : null}
    </ListPage>
  );
}

function NothingHere({ filter }: { filter: NotificationFilter }) {
  if (filter === 'unread')
    return <EmptyState title={INBOX_WORDS.emptyUnreadTitle}>{INBOX_WORDS.emptyUnread}</EmptyState>;
  return <EmptyState title={INBOX_WORDS.emptyTitle}>{INBOX_WORDS.empty}</EmptyState>;
}
