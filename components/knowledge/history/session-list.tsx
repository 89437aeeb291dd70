'use client';

import { Badge, Group, Text } from '@mantine/core';
import type { MouseEvent } from 'react';
import { LoadMore, type More } from '@/components/ui/more';
import type { Filters } from '@/components/ui/use-filters';
import { useViewer } from '@/components/ui/viewer';
import type { SessionOutput } from '@/server/domains/knowledge/history/history.schema';
import { Counts, Faces } from './contributors';
import classes from './history.module.css';
import { daysOf, lengthLabel, namesLabel, sessionsLabel, spanLabel } from './labels';

type Props = {
  sessions: readonly SessionOutput[];
  /** The one whose changes stand beside the list. */
  shown: string;
  filters: Filters;
  total: number;
  more: More;
};

/** The sessions by day, the newest first: J and K walk, Enter opens. */
export function SessionList({ sessions, shown, filters, total, more }: Props) {
  const zone = useViewer()?.timeZone ?? 'UTC';
  return (
    <nav className={classes.list} aria-label="Sessions">
      {daysOf(sessions, zone).map((day) => (
        <section key={day.sessions[0]?.session} aria-label={day.title}>
          <h2 className={classes.day}>{day.title}</h2>
          <ul>
            {day.sessions.map((session) => (
              <SessionRow
                key={session.session}
                session={session}
                isShown={session.session === shown}
                filters={filters}
                zone={zone}
              />
            ))}
          </ul>
        </section>
      ))}
      {sessions.length < total ? (
        <Group gap="md" className={classes.foot}>
          <Text size="sm" c="dimmed" aria-live="polite">
            {sessions.length} of {sessionsLabel(total)}
          </Text>
          <LoadMore more={more} />
        </Group>
      ) : null}
    </nav>
  );
}

type RowProps = { session: SessionOutput; isShown: boolean; filters: Filters; zone: string };

function SessionRow({ session, isShown, filters, zone }: RowProps) {
  const length = lengthLabel(session);
  const open = { session: session.session };
  return (
    <li className={classes.row} data-row data-session={session.session} data-current={isShown || undefined}>
      <a
        href={filters.href(open)}
        className={classes.link}
        data-row-link
        aria-current={isShown || undefined}
        onClick={(event: MouseEvent) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          filters.set(open);
        }}
      >
        <Faces contributors={session.contributors} />
        <span className={classes.words}>
          <span className={classes.names}>{namesLabel(session.contributors)}</span>
          <span className={classes.quiet}>
            {spanLabel(session, zone)}
            {length ? <span> · {length}</span> : null}
          </span>
          <Marks session={session} />
        </span>
        <Counts contributors={session.contributors} />
      </a>
    </li>
  );
}

/** What is special about a session. */
export function Marks({ session }: { session: SessionOutput }) {
  if (!session.goesOn && !session.isLast && session.restored === null) return null;
  return (
    <span className={classes.marks}>
      {session.goesOn ? <Badge color="teal">Being written</Badge> : null}
      {session.isLast && !session.goesOn ? <Badge color="gray">Newest</Badge> : null}
      {session.restored === null ? null : <Badge color="violet">Restored an earlier version</Badge>}
    </span>
  );
}
