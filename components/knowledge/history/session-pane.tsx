'use client';

import { ActionIcon, Button, Group, Text, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { RefObject } from 'react';
import { useTRPC } from '@/components/trpc';
import { errorMessage, publicErrorOf } from '@/components/ui/error-labels';
import { ErrorState } from '@/components/ui/error-state';
import { LinkButton } from '@/components/ui/links';
import { TextSkeleton } from '@/components/ui/skeletons';
import { ICON } from '@/components/ui/theme';
import { longDay } from '@/components/ui/time';
import type { Filters } from '@/components/ui/use-filters';
import { useViewer } from '@/components/ui/viewer';
import type { SessionOutput } from '@/server/domains/knowledge/history/history.schema';
import { itemPath } from '@/server/domains/knowledge/rules';
import { ChangesView } from './changes-view';
import { Contributors } from './contributors';
import classes from './history.module.css';
import type { HistoryItem } from './item-history';
import { HISTORY_WORDS, lengthLabel, spanLabel } from './labels';
import { Marks } from './session-list';

/** A session that somebody wants to go back to. */
export type ChosenSession = SessionOutput;

type Props = {
  item: HistoryItem;
  session: string;
  /** Those that are listed: the one before and the one after are among them. */
  sessions: readonly SessionOutput[];
  filters: Filters;
  heading: RefObject<HTMLHeadingElement | null>;
  mayRestore: boolean;
  onRestore: (session: ChosenSession) => void;
};

/** One session: who wrote, what it changed, and the way back to it. */
export function SessionPane({ item, session: name, sessions, filters, heading, mayRestore, onRestore }: Props) {
  const trpc = useTRPC();
  const zone = useViewer()?.timeZone ?? 'UTC';
  const at = sessions.findIndex(({ session }) => session === name);
  const listed = sessions[at];
  const query = useQuery(trpc.knowledge.history.changes.queryOptions({ id: item.id, session: name }));
  const session = listed ?? query.data?.session;
  const lost = query.error && publicErrorOf(query.error)?.code === 'not_found';
  return (
    <article className={classes.pane} aria-labelledby="session-title">
      <div className={classes.head}>
        <h2 id="session-title" ref={heading} tabIndex={-1} className={classes.title}>
          {session ? longDay(session.endedAt, zone) : 'One session'}
        </h2>
        <Neighbours at={at} sessions={sessions} filters={filters} />
      </div>
      {session ? <SessionFacts session={session} zone={zone} /> : null}
      {session ? (
        <Group gap="xs" className={classes.tools}>
          {session.isLast ? (
            <Text size="sm" c="dimmed">
              {HISTORY_WORDS.isNow}
            </Text>
          ) : (
            <LinkButton href={`${itemPath(item)}/history/${name}`} variant="default" size="compact-sm">
              {HISTORY_WORDS.readVersion}
            </LinkButton>
          )}
          {mayRestore && !session.isLast ? (
            <Button
              size="compact-sm"
              leftSection={<IconHistory {...ICON} size={16} />}
              onClick={() => onRestore(session)}
            >
              {HISTORY_WORDS.restore}
            </Button>
          ) : null}
        </Group>
      ) : null}
      {query.error ? (
        <ErrorState
          compact
          title={lost ? 'There is no such session' : 'What changed could not be worked out'}
          todo={lost ? 'Choose one of those that are listed.' : errorMessage(query.error)}
          action={lost ? null : <Button onClick={() => void query.refetch()}>Try again</Button>}
        />
      ) : null}
      {query.isPending ? <TextSkeleton lines={6} /> : null}
      {query.data ? <ChangesView changes={query.data} /> : null}
    </article>
  );
}

function SessionFacts({ session, zone }: { session: SessionOutput; zone: string }) {
  const length = lengthLabel(session);
  return (
    <div className={classes.facts}>
      <span className={classes.quiet}>
        {spanLabel(session, zone)}
        {length ? ` · ${length}` : null}
      </span>
      <Contributors contributors={session.contributors} />
      <Marks session={session} />
    </div>
  );
}

/** To the session after and before this one. */
function Neighbours({ at, sessions, filters }: { at: number } & Pick<Props, 'sessions' | 'filters'>) {
  if (at === -1) return null;
  const step = (label: string, to: SessionOutput | undefined, Icon: typeof IconArrowUp) => (
    <Tooltip label={label}>
      <ActionIcon
        aria-label={label}
        disabled={!to}
        onClick={() => (to ? filters.set({ session: to.session }) : undefined)}
      >
        <Icon {...ICON} />
      </ActionIcon>
    </Tooltip>
  );
  return (
    <Group gap={2} wrap="nowrap">
      {step('Newer session', sessions[at - 1], IconArrowUp)}
      {step('Older session', sessions[at + 1], IconArrowDown)}
    </Group>
  );
}
