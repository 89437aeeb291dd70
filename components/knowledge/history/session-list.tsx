'use client';

import { Badge, Group, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type MouseEvent, useEffect, useId, useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { errorMessage } from '@/components/ui/error-labels';
import { LoadMore, type More } from '@/components/ui/more';
import { RelativeTime } from '@/components/ui/relative-time';
import { TextSkeleton } from '@/components/ui/skeletons';
import { ICON } from '@/components/ui/theme';
import type { Filters } from '@/components/ui/use-filters';
import { useViewer } from '@/components/ui/viewer';
import type { SessionOutput } from '@/server/domains/knowledge/history/history.schema';
import { Counts, Faces } from './contributors';
import classes from './history.module.css';
import { daysOf, lengthLabel, namesLabel, sessionsLabel, spanLabel, versionLabel, versionsLabel } from './labels';

/** Which session is opened, and which version within it. */
export type Opened = { session: string; version: string | null };

type Props = {
  itemId: string;
  sessions: readonly SessionOutput[];
  /** The one whose changes stand beside the list. */
  shown: Opened;
  filters: Filters;
  total: number;
  more: More;
};
type RowProps = Pick<Props, 'itemId' | 'shown' | 'filters'> & { session: SessionOutput; zone: string };

/** The sessions by day, the newest first: J and K walk, Enter opens. */
export function SessionList({ sessions, total, more, ...row }: Props) {
  const zone = useViewer()?.timeZone ?? 'UTC';
  return (
    <nav className={classes.list} aria-label="Sessions">
      {daysOf(sessions, zone).map((day) => (
        <section key={day.sessions[0]?.session} aria-label={day.title}>
          <h2 className={classes.day}>{day.title}</h2>
          <ul>
            {day.sessions.map((session) => (
              <SessionRow key={session.session} session={session} zone={zone} {...row} />
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

/** A link that opens what it leads to beside the list. */
function openingBy(filters: Filters, opened: Opened) {
  return {
    href: filters.href(opened),
    onClick: (event: MouseEvent) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      filters.set(opened);
    },
  };
}

function SessionRow({ session, zone, ...props }: RowProps) {
  const { shown, filters } = props;
  const isShown = session.session === shown.session && shown.version === null;
  const length = lengthLabel(session);
  return (
    <li className={classes.entry}>
      <div className={classes.row} data-row data-opens={session.session} data-current={isShown || undefined}>
        <a
          {...openingBy(filters, { session: session.session, version: null })}
          className={classes.link}
          data-row-link
          aria-current={isShown || undefined}
        >
          <Faces contributors={session.contributors} />
          <span className={classes.words}>
            <span className={classes.names}>{namesLabel(session.contributors)}</span>
            <span className={classes.quiet}>
              {spanLabel(session, zone)}
              {length ? <span> · {length}</span> : null}
            </span>
            <Counts contributors={session.contributors} />
            <Marks session={session} />
          </span>
        </a>
      </div>
      {session.versions > 1 ? <Versions session={session} zone={zone} {...props} /> : null}
    </li>
  );
}

/** What the text said within a session, shown when asked for. */
function Versions({ session, shown, ...props }: RowProps) {
  const id = useId();
  const isInside = shown.session === session.session && shown.version !== null;
  const [isOpen, setOpen] = useState(isInside);
  useEffect(() => {
    if (isInside) setOpen(true);
  }, [isInside]);
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <>
      <UnstyledButton
        className={classes.unfold}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <Chevron {...ICON} size={16} />
        {versionsLabel(session.versions)}
        <VisuallyHidden> in the session {spanLabel(session, props.zone)}</VisuallyHidden>
      </UnstyledButton>
      <div id={id}>{isOpen ? <VersionRows session={session} shown={shown} {...props} /> : null}</div>
    </>
  );
}

/** The versions within a session, the newest first. */
export function useVersions(itemId: string, session: string | null) {
  const trpc = useTRPC();
  return useQuery(
    trpc.knowledge.history.versions.queryOptions({ id: itemId, session: session ?? '' }, { enabled: session !== null }),
  );
}

function VersionRows({ itemId, session, shown, filters, zone }: RowProps) {
  const query = useVersions(itemId, session.session);
  if (query.error)
    return (
      <Text size="sm" c="dimmed" className={classes.unread}>
        {errorMessage(query.error)}
      </Text>
    );
  if (!query.data)
    return (
      <div className={classes.unread}>
        <TextSkeleton lines={session.versions} />
      </div>
    );
  const { versions } = query.data;
  return (
    <ul className={classes.versions}>
      {versions.map((version) => {
        const isShown = shown.session === session.session && shown.version === version.version;
        return (
          <li
            key={version.version}
            className={classes.row}
            data-row
            data-opens={`${session.session} ${version.version}`}
            data-current={isShown || undefined}
          >
            <a
              {...openingBy(filters, { session: session.session, version: version.version })}
              className={classes.link}
              data-row-link
              aria-current={isShown || undefined}
            >
              <span className={classes.words}>
                <span className={classes.names}>{versionLabel(version, session, zone, versions)}</span>
                <span className={classes.quiet}>{namesLabel(version.contributors)}</span>
              </span>
              <Faces contributors={version.contributors} size={20} />
            </a>
          </li>
        );
      })}
    </ul>
  );
}

/** What is special about a session. */
export function Marks({ session }: { session: SessionOutput }) {
  if (!session.goesOn && !session.isLast && session.restored === null) return null;
  return (
    <span className={classes.marks}>
      {session.goesOn ? (
        <Badge color="teal">
          Last change <RelativeTime at={session.endedAt} />
        </Badge>
      ) : null}
      {session.isLast && !session.goesOn ? <Badge color="gray">Newest</Badge> : null}
      {session.restored === null ? null : <Badge color="violet">Restored an earlier version</Badge>}
    </span>
  );
}
