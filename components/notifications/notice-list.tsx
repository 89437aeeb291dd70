'use client';

import { ActionIcon, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconCheck, IconMail } from '@tabler/icons-react';
import Link from 'next/link';
import { PersonAvatar } from '@/components/ui/person';
import { RelativeTime } from '@/components/ui/relative-time';
import { ICON } from '@/components/ui/theme';
import { noticePath, noticeSentence } from './labels';
import classes from './notice-list.module.css';
import type { ShownNotice } from './use-notices';

type Props = {
  label: string;
  notices: readonly ShownNotice[];
  onMark: (notice: ShownNotice, read: boolean) => void;
  /** Called when one is followed, for instance to close what the list stands in. */
  onFollow?: () => void;
};

/** Notifications, newest first: J and K walk, Enter follows and marks as read, the dot says what is unread. */
export function NoticeList({ label, notices, onMark, onFollow }: Props) {
  return (
    <ul className={classes.list} aria-label={label}>
      {notices.map((notice) => (
        <NoticeRow key={notice.id} notice={notice} onMark={onMark} onFollow={onFollow} />
      ))}
    </ul>
  );
}

function NoticeRow({ notice, onMark, onFollow }: { notice: ShownNotice } & Pick<Props, 'onMark' | 'onFollow'>) {
  const sentence = noticeSentence(notice);
  const path = noticePath(notice);
  const follow = () => {
    onMark(notice, true);
    onFollow?.();
  };
  const words = (
    <>
      {notice.read ? null : <VisuallyHidden>Unread: </VisuallyHidden>}
      {sentence}
    </>
  );
  const other = notice.read ? 'Mark as unread' : 'Mark as read';
  return (
    <li className={classes.row} data-row data-unread={!notice.read || undefined}>
      <span className={classes.face}>{notice.actor ? <PersonAvatar person={notice.actor} size={28} /> : null}</span>
      <span className={classes.words}>
        {path ? (
          <Link href={path} className={classes.link} data-row-link prefetch={false} onClick={follow}>
            {words}
          </Link>
        ) : (
          <button type="button" className={classes.link} data-row-link onClick={follow}>
            {words}
          </button>
        )}
        <RelativeTime at={notice.createdAt} className={classes.time} />
      </span>
      <Tooltip label={other}>
        <ActionIcon
          className={classes.mark}
          aria-label={`${other}: ${sentence}`}
          onClick={() => onMark(notice, !notice.read)}
        >
          {notice.read ? <IconMail {...ICON} /> : <IconCheck {...ICON} />}
        </ActionIcon>
      </Tooltip>
    </li>
  );
}
