'use client';

import { ActionIcon, Group, Popover, Text } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkAnchor } from '@/components/ui/links';
import { TextSkeleton } from '@/components/ui/skeletons';
import { ICON } from '@/components/ui/theme';
import { UNREAD_COUNT_MAX } from '@/server/platform/notifications/schema';
import classes from './bell.module.css';
import { keptRows } from './kept-rows';
import { INBOX_WORDS, unreadWords } from './labels';
import { MarkAll } from './mark-all';
import { NoticeList } from './notice-list';
import { type ShownNotice, useAskAnew, useFreshNotices, useMarking, useUnreadCount } from './use-notices';

const BELL_ROWS_MAX = 6;

/** The bell in the head: how many are unread, and the newest of them at a press. */
export function Bell() {
  const [opened, setOpened] = useState(false);
  const unread = useUnreadCount();
  useFreshNotices();
  const words = unreadWords(unread, UNREAD_COUNT_MAX);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={380} trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon
          size="lg"
          className={classes.bell}
          aria-label={unread > 0 ? `Notifications, ${words} unread` : 'Notifications'}
          onClick={() => setOpened(!opened)}
        >
          <IconBell {...ICON} />
          {unread > 0 ? (
            <span className={classes.count} aria-hidden>
              {words}
            </span>
          ) : null}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown} aria-label="Notifications">
        {opened ? <Newest onClose={() => setOpened(false)} /> : null}
      </Popover.Dropdown>
    </Popover>
  );
}

/** Esc closes also where the focus has fallen out of what is open. */
function useEscape(onEscape: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.isComposing) onEscape();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [onEscape]);
}

/** Asked for anew at every opening, together with the count. What is marked stays until it is closed. */
function useNewest() {
  const trpc = useTRPC();
  const askAnew = useAskAnew();
  const query = useQuery({
    ...trpc.notifications.list.queryOptions({ filter: 'unread', limit: BELL_ROWS_MAX }),
    refetchOnMount: 'always',
  });
  useEffect(askAnew, [askAnew]);
  const { error } = query;
  // What an earlier opening showed may have been read since.
  const data = query.isFetchedAfterMount ? query.data : undefined;
  const [shown, setShown] = useState<{ from: typeof data; rows: ShownNotice[] }>({ from: undefined, rows: [] });
  if (data && data !== shown.from) {
    const rows = keptRows(shown.rows, data.items, BELL_ROWS_MAX);
    setShown({ from: data, rows });
    return { rows, error };
  }
  return { rows: data ? shown.rows : undefined, error };
}

function Newest({ onClose }: { onClose: () => void }) {
  const { rows, error } = useNewest();
  const { mark, markAll } = useMarking();
  useEscape(onClose);
  return (
    <>
      <Group justify="space-between" className={classes.head}>
        <Text fw={600} size="sm">
          Unread
        </Text>
        {rows && rows.length > 0 ? (
          <MarkAll
            variant="subtle"
            size="compact-xs"
            until={rows.find((notice) => !notice.read)?.createdAt}
            onMarkAll={markAll}
          />
        ) : null}
      </Group>
      <div className={classes.body}>
        {rows ? null : error ? (
          <Text size="sm">They could not be loaded. Try again in a minute.</Text>
        ) : (
          <TextSkeleton />
        )}
        {rows?.length === 0 ? (
          <EmptyState compact title={INBOX_WORDS.emptyUnreadTitle}>
            {INBOX_WORDS.emptyUnread}
          </EmptyState>
        ) : null}
        {rows && rows.length > 0 ? (
          <NoticeList label="Unread notifications" notices={rows} onMark={mark} onFollow={onClose} />
        ) : null}
      </div>
      <div className={classes.foot}>
        <LinkAnchor href={INBOX_WORDS.inboxPath} size="sm" onClick={onClose}>
          Open the inbox
        </LinkAnchor>
      </div>
    </>
  );
}
