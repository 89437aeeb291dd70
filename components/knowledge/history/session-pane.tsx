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
import type { SessionOutput, VersionOutput } from '@/server/domains/knowledge/history/history.schema';
import { itemPath } from '@/server/domains/knowledge/rules';
import { ChangesView } from './changes-view';
import { Contributors } from './contributors';
import classes from './history.module.css';
import type { HistoryItem } from './item-history';
import { HISTORY_WORDS, lengthLabel, spanLabel, versionLabel } from './labels';
import { Marks, type Opened, useVersions } from './session-list';

/** What somebody wants to go back to: the end of a session, or of a version within it. */
export type Chosen = { session: SessionOutput; version: VersionOutput | null };

type Props = {
  item: HistoryItem;
  opened: Opened;
  /** Those that are listed: the one before and the one after are among them. */
  sessions: readonly SessionOutput[];
  filters: Filters;
  heading: RefObject<HTMLHeadingElement | null>;
  mayRestore: boolean;
  onRestore: (chosen: Chosen) => void;
};

/** One session, or a version within it: who wrote, what was changed, and the way back to it. */
export function SessionPane({ item, opened, sessions, filters, heading, mayRestore, onRestore }: Props) {
  const trpc = useTRPC();
  const zone = useViewer()?.timeZone ?? 'UTC';
  const input = { id: item.id, session: opened.session, version: opened.version ?? undefined };
  const query = useQuery(trpc.knowledge.history.changes.queryOptions(input));
  const session = sessions.find((one) => one.session === opened.session) ?? query.data?.session;
  const versions = useVersions(item.id, opened.version === null ? null : opened.session).data?.versions;
  const version = versions?.find((one) => one.version === opened.version) ?? query.data?.version ?? null;
  const lost = query.error && publicErrorOf(query.error)?.code === 'not_found';
  const chosen = session && (opened.version === null || version) ? { session, version } : null;
  return (
    <article className={classes.pane} aria-labelledby="session-title">
      <div className={classes.head}>
        <h2 id="session-title" ref={heading} tabIndex={-1} className={classes.title}>
          {session ? longDay((version ?? session).endedAt, zone) : 'One session'}
        </h2>
        {opened.version === null ? (
          <Neighbours
            noun="session"
            at={sessions.findIndex((one) => one.session === opened.session)}
            among={sessions.map((one) => ({ session: one.session, version: null }))}
            filters={filters}
          />
        ) : (
          <Neighbours
            noun="version"
            at={(versions ?? []).findIndex((one) => one.version === opened.version)}
            among={(versions ?? []).map((one) => ({ session: opened.session, version: one.version }))}
            filters={filters}
          />
        )}
      </div>
      {chosen ? <Facts {...chosen} zone={zone} versions={versions ?? []} /> : null}
      {chosen ? <Tools item={item} chosen={chosen} onRestore={mayRestore ? () => onRestore(chosen) : null} /> : null}
      {query.error ? (
        <ErrorState
          compact
          title={
            lost
              ? `There is no such ${opened.version === null ? 'session' : 'version'}`
              : 'What changed could not be worked out'
          }
          todo={lost ? 'Choose one of those that are listed.' : errorMessage(query.error)}
          action={lost ? null : <Button onClick={() => void query.refetch()}>Try again</Button>}
        />
      ) : null}
      {query.isPending ? <TextSkeleton lines={6} /> : null}
      {opened.version !== null && query.data ? (
        <Text size="sm" c="dimmed" mb="xs">
          {HISTORY_WORDS.sinceBefore}
        </Text>
      ) : null}
      {query.data ? <ChangesView changes={query.data} /> : null}
    </article>
  );
}

type ToolsProps = { item: HistoryItem; chosen: Chosen; onRestore: (() => void) | null };

/** To read it, and to go back to it. */
function Tools({ item, chosen: { session, version }, onRestore }: ToolsProps) {
  const page = `${itemPath(item)}/history/${session.session}`;
  const isNow = version ? version.isLast : session.isLast;
  return (
    <Group gap="xs" className={classes.tools}>
      {isNow ? (
        <Text size="sm" c="dimmed">
          {HISTORY_WORDS.isNow}
        </Text>
      ) : (
        <LinkButton href={version ? `${page}?version=${version.version}` : page} variant="default" size="compact-sm">
          {HISTORY_WORDS.readVersion}
        </LinkButton>
      )}
      {onRestore && !isNow ? (
        <Button size="compact-sm" leftSection={<IconHistory {...ICON} size={16} />} onClick={onRestore}>
          {HISTORY_WORDS.restore}
        </Button>
      ) : null}
    </Group>
  );
}

type FactsProps = Chosen & { zone: string; versions: readonly VersionOutput[] };

function Facts({ session, version, zone, versions }: FactsProps) {
  const length = lengthLabel(session);
  return (
    <div className={classes.facts}>
      {version ? <span className={classes.names}>{versionLabel(version, session, zone, versions)}</span> : null}
      <span className={classes.quiet}>
        {version ? 'in the session ' : null}
        {spanLabel(session, zone)}
        {length && !version ? ` · ${length}` : null}
      </span>
      <Contributors contributors={(version ?? session).contributors} />
      {version ? null : <Marks session={session} />}
    </div>
  );
}

type NeighbourProps = { noun: 'session' | 'version'; at: number; among: readonly Opened[]; filters: Filters };

/** To the one after and before this one. */
function Neighbours({ noun, at, among, filters }: NeighbourProps) {
  if (at === -1) return null;
  const step = (label: string, to: Opened | undefined, Icon: typeof IconArrowUp) => (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} disabled={!to} onClick={() => (to ? filters.set(to) : undefined)}>
        <Icon {...ICON} />
      </ActionIcon>
    </Tooltip>
  );
  return (
    <Group gap={2} wrap="nowrap">
      {step(`Newer ${noun}`, among[at - 1], IconArrowUp)}
      {step(`Older ${noun}`, among[at + 1], IconArrowDown)}
    </Group>
  );
}
