'use client';

import { ActionIcon, Button, Group, SegmentedControl, Text, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import type { RefObject } from 'react';
import { useTRPC } from '@/components/trpc';
import { errorMessage, publicErrorOf } from '@/components/ui/error-labels';
import { ErrorState } from '@/components/ui/error-state';
import { TextSkeleton } from '@/components/ui/skeletons';
import { ICON } from '@/components/ui/theme';
import { longDay } from '@/components/ui/time';
import type { Filters } from '@/components/ui/use-filters';
import { useViewer } from '@/components/ui/viewer';
import type { SessionOutput } from '@/server/domains/knowledge/history/history.schema';
import { ChangesView } from './changes-view';
import { Contributors } from './contributors';
import classes from './history.module.css';
import type { HistoryItem } from './item-history';
import { HISTORY_WORDS, lengthLabel, spanLabel } from './labels';
import { Marks } from './session-list';

// Most people come for what changed; the whole text brings what draws it.
const SessionText = dynamic(() => import('./session-text').then((module) => module.SessionText), {
  loading: () => <TextSkeleton lines={6} />,
});

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
  const whole = filters.one('show') === 'text';
  const at = sessions.findIndex(({ session }) => session === name);
  const listed = sessions[at];
  // What is over and counted does not change any more; another may have written in one that is not.
  const query = useQuery(
    trpc.knowledge.history.changes.queryOptions(
      { id: item.id, session: name },
      { enabled: !whole || listed === undefined },
    ),
  );
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
      {lost ? null : (
        <Group gap="xs" className={classes.tools}>
          <SegmentedControl
            size="xs"
            aria-label="What is shown of it"
            value={whole ? 'text' : 'changes'}
            onChange={(value) => filters.set({ show: value === 'text' ? value : null }, 'replace')}
            data={[
              { value: 'changes', label: HISTORY_WORDS.changes },
              { value: 'text', label: HISTORY_WORDS.text },
            ]}
          />
          {session ? <RestoreButton session={session} mayRestore={mayRestore} onRestore={onRestore} /> : null}
        </Group>
      )}
      {query.error && (!whole || lost) ? (
        <ErrorState
          compact
          title={lost ? 'There is no such session' : 'What changed could not be worked out'}
          todo={lost ? 'Choose one of those that are listed.' : errorMessage(query.error)}
          action={lost ? null : <Button onClick={() => void query.refetch()}>Try again</Button>}
        />
      ) : null}
      {whole && !lost ? <SessionText item={item} session={name} /> : null}
      {!whole && query.isPending ? <TextSkeleton lines={6} /> : null}
      {!whole && query.data ? <ChangesView changes={query.data} /> : null}
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

type RestoreProps = { session: SessionOutput } & Pick<Props, 'mayRestore' | 'onRestore'>;

function RestoreButton({ session, mayRestore, onRestore }: RestoreProps) {
  if (session.isLast)
    return (
      <Text size="sm" c="dimmed">
        {HISTORY_WORDS.isNow}
      </Text>
    );
  if (!mayRestore) return null;
  return (
    <Button size="compact-sm" leftSection={<IconHistory {...ICON} size={16} />} onClick={() => onRestore(session)}>
      {HISTORY_WORDS.restore}
    </Button>
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
