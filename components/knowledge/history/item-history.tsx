'use client';

import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { EmptyState } from '@/components/ui/empty-state';
import { CsvButton, LinkButton } from '@/components/ui/links';
import { moreOf } from '@/components/ui/more';
import { Page } from '@/components/ui/page';
import { type Crumb, PageHeader } from '@/components/ui/page-header';
import { type Filters, useFilters } from '@/components/ui/use-filters';
import { sessionName } from '@/server/domains/knowledge/history/history.schema';
import { itemPath } from '@/server/domains/knowledge/rules';
import type { AppRouter } from '@/server/root';
import classes from './history.module.css';
import { HISTORY_WORDS, sessionsLabel } from './labels';
import { RestoreDialog } from './restore-dialog';
import { type Restored, RestoredNotice } from './restored-notice';
import { type Opened, SessionList } from './session-list';
import { type Chosen, SessionPane } from './session-pane';

export type SessionsPage = inferRouterOutputs<AppRouter>['knowledge']['history']['sessions'];
export type HistoryItem = SessionsPage['item'];

function useSessions(first: SessionsPage) {
  const trpc = useTRPC();
  return useInfiniteQuery(
    trpc.knowledge.history.sessions.infiniteQueryOptions(
      { id: first.item.id },
      {
        getNextPageParam: (page) => page.nextCursor,
        initialData: { pages: [first], pageParams: [null] },
      },
    ),
  );
}

/** Why somebody who may only read restores nothing. */
const whyNot = ({ trashedAt }: HistoryItem): string => (trashedAt ? HISTORY_WORDS.inTrash : HISTORY_WORDS.onlyKeepers);

function crumbsOf({ trashedAt, ...item }: HistoryItem, isOpen: boolean): Crumb[] {
  const list = trashedAt ? { label: 'Trash', href: '/trash' } : { label: 'Library', href: '/library' };
  const crumbs = [list, { label: item.title, href: itemPath(item) }];
  return isOpen ? [...crumbs, { label: 'History', href: `${itemPath(item)}/history` }] : crumbs;
}

const rowOf = ({ session, version }: Opened): string => (version === null ? session : `${session} ${version}`);

/** Whoever opens a session or a version reads it; whoever closes it stands in the list where they were. */
function useFocusOfOpened(opened: Opened | null) {
  const heading = useRef<HTMLHeadingElement>(null);
  const now = opened && rowOf(opened);
  const before = useRef(now);
  useEffect(() => {
    const left = before.current;
    if (left === now) return;
    before.current = now;
    if (now !== null) return heading.current?.focus();
    document.querySelector<HTMLElement>(`[data-opens="${left}"] [data-row-link]`)?.focus();
  }, [now]);
  return heading;
}

function openedIn(filters: Filters): Opened | null {
  const [session, version] = ['session', 'version'].map((key) => sessionName.safeParse(filters.one(key)).data ?? null);
  return session ? { session, version: version ?? null } : null;
}

/** The sessions of an item, the newest first, and what one of them changed. @param first the first page, as the server read it */
export function ItemHistory({ first }: { first: SessionsPage }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const filters = useFilters();
  const query = useSessions(first);
  const [restoring, setRestoring] = useState<Chosen | null>(null);
  const [restored, setRestored] = useState<Restored | null>(null);
  const { item, total } = query.data.pages[0] ?? first;
  const sessions = query.data.pages.flatMap((page) => page.sessions);
  const opened = openedIn(filters);
  const heading = useFocusOfOpened(opened);
  const listed = { sessions, filters };
  const newest = sessions[0];
  const shown = opened ?? (newest ? { session: newest.session, version: null } : null);
  const refresh = () => {
    router.refresh();
    return client.invalidateQueries({ queryKey: trpc.knowledge.pathKey() });
  };
  const onRestored = (done: Restored) => {
    setRestored(done);
    filters.set({ session: null, version: null });
    void refresh();
  };
  return (
    <Page>
      <HistoryHead item={item} total={total} isOpen={opened !== null}>
        {restored ? (
          <RestoredNotice
            item={item}
            restored={restored}
            onTakenBack={() => {
              setRestored(null);
              void refresh();
            }}
          />
        ) : null}
      </HistoryHead>
      {shown === null ? (
        <NothingWritten item={item} />
      ) : (
        <div className={classes.split} data-opened={opened !== null || undefined}>
          <SessionList itemId={item.id} shown={shown} {...listed} total={total} more={moreOf(query)} />
          <SessionPane
            key={rowOf(shown)}
            item={item}
            opened={shown}
            {...listed}
            heading={heading}
            mayRestore={item.can.edit}
            onRestore={setRestoring}
          />
        </div>
      )}
      <RestoreDialog
        item={item}
        chosen={restoring}
        onClose={() => setRestoring(null)}
        onRestored={onRestored}
        onWrittenMeanwhile={() => void refresh()}
      />
    </Page>
  );
}

type HeadProps = { item: HistoryItem; total: number; isOpen: boolean; children: ReactNode };

function HistoryHead({ item, total, isOpen, children }: HeadProps) {
  return (
    <PageHeader
      breadcrumbs={crumbsOf(item, isOpen)}
      title={`History of “${item.title}”`}
      facts={
        <>
          <span>{sessionsLabel(total)}</span>
          {total > 0 && !item.can.edit ? <span>{whyNot(item)}</span> : null}
        </>
      }
      secondary={
        total > 0 ? (
          <span className={classes.export} data-opened={isOpen || undefined}>
            <CsvButton href={`${itemPath(item)}/history/sessions.csv`} />
          </span>
        ) : null
      }
      action={
        <LinkButton href={itemPath(item)} variant="default">
          Read
        </LinkButton>
      }
    >
      {children}
    </PageHeader>
  );
}

function NothingWritten({ item }: { item: HistoryItem }) {
  const start = (
    <LinkButton href={`${itemPath(item)}/edit`} variant="default">
      Start writing
    </LinkButton>
  );
  return (
    <EmptyState title="Nothing has been written here yet" action={item.can.edit ? start : null}>
      Whenever somebody writes, it is kept here who changed what, and every version can be brought back.
    </EmptyState>
  );
}
