'use client';

import { ActionIcon, Button, Group, Popover, Text } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkAnchor } from '@/components/ui/links';
import { TextSkeleton } from '@/components/ui/skeletons';
import { ICON } from '@/components/ui/theme';
import { UNREAD_COUNT_MAX } from '@/server/platform/notifications/schema';
import classes from './bell.module.css';
import { INBOX_WORDS, unreadWords } from './labels';
import { NoticeList } from './notice-list';
import { useMarking, useUnreadCount } from './use-notices';

const BELL_ROWS_MAX = 6;

/** The bell in the head: how many are unread, and the newest of them at a press. */
export function Bell() {
  const [opened, setOpened] = useState(false);
  const unread = useUnreadCount();
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

function Newest({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.notifications.list.queryOptions({ filter: 'unread', limit: BELL_ROWS_MAX }));
  const { mark, markAll } = useMarking();
  const newest = data?.items[0];
  return (
    <>
      <Group justify="space-between" className={classes.head}>
        <Text fw={600} size="sm">
          Unread
        </Text>
        {newest ? (
          <Button variant="subtle" size="compact-xs" onClick={() => markAll(newest.createdAt)}>
            {INBOX_WORDS.markAll}
          </Button>
        ) : null}
      </Group>
      <div className={classes.body}>
        {data ? null : error ? (
          <Text size="sm">They could not be loaded. Try again in a minute.</Text>
        ) : (
          <TextSkeleton />
        )}
        {data?.items.length === 0 ? (
          <EmptyState compact title={INBOX_WORDS.emptyUnreadTitle}>
            {INBOX_WORDS.emptyUnread}
          </EmptyState>
        ) : null}
        {data && data.items.length > 0 ? (
          <NoticeList label="Unread notifications" notices={data.items} onMark={mark} onFollow={onClose} />
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
