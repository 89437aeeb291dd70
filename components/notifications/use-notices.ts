'use client';

import { type InfiniteData, type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { usePathname } from 'next/navigation';
import { useCallback, useEffect, useRef } from 'react';
import { useTRPC } from '@/components/trpc';
import { sayRefused } from '@/components/ui/toast';
import type { AppRouter } from '@/server/root';

export type NoticePage = inferRouterOutputs<AppRouter>['notifications']['list'];
export type ShownNotice = NoticePage['items'][number];

/** With what the server takes to tell of a thing, nobody waits longer for it than about ten seconds. */
const REFRESH_MS = 8_000;

/** How many are unread. */
export function useUnreadCount(): number {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.notifications.unread.queryOptions());
  return data?.unread ?? 0;
}

/**
 * Asks anew how many are unread, and for every list in sight that tells what waits: all of them together, in one request,
 * so that none disagrees with another.
 */
export function useAskAnew(): () => void {
  const trpc = useTRPC();
  const client = useQueryClient();
  return useCallback(() => {
    // What is just being marked or answered asks by itself when it is done; before that it would be put back.
    if (client.isMutating() > 0) return;
    for (const queryKey of [trpc.notifications.pathKey(), trpc.knowledge.access.waiting.pathKey()]) {
      void client.invalidateQueries({ queryKey }, { cancelRefetch: false });
    }
  }, [client, trpc]);
}

/** Keeps them fresh while the page is in sight: every few seconds, on another page, and on coming back to the window. */
export function useFreshNotices(): void {
  const askAnew = useAskAnew();
  const pathname = usePathname();
  const askedAt = useRef(pathname);
  useEffect(() => {
    if (askedAt.current === pathname) return;
    askedAt.current = pathname;
    askAnew();
  }, [pathname, askAnew]);
  useEffect(() => {
    const ask = () => {
      if (document.visibilityState === 'visible') askAnew();
    };
    const timer = setInterval(ask, REFRESH_MS);
    document.addEventListener('visibilitychange', ask);
    window.addEventListener('focus', ask);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', ask);
      window.removeEventListener('focus', ask);
    };
  }, [askAnew]);
}

/** Marks one as read or unread, or all as read: seen at once, taken back when refused. */
export function useMarking(): { mark: (notice: ShownNotice, read: boolean) => void; markAll: (until: Date) => void } {
  const trpc = useTRPC();
  const client = useQueryClient();
  const everything = { queryKey: trpc.notifications.pathKey() };
  const lists = { queryKey: trpc.notifications.list.pathKey() };
  const count = { queryKey: trpc.notifications.unread.queryKey() };

  const change = async (changed: (notice: ShownNotice) => ShownNotice, unread: (now: number) => number) => {
    await client.cancelQueries(everything);
    const before = client.getQueriesData(everything);
    client.setQueriesData<InfiniteData<NoticePage> | NoticePage>(lists, (data) => data && changePages(data, changed));
    client.setQueryData(count.queryKey, (now) => now && { unread: Math.max(0, unread(now.unread)) });
    return { before };
  };
  const takeBack = (error: unknown, _input: unknown, kept: { before: [QueryKey, unknown][] } | undefined) => {
    for (const [key, data] of kept?.before ?? []) client.setQueryData(key, data);
    sayRefused(error);
  };
  const settle = () => client.invalidateQueries(everything);
  const one = useMutation(
    trpc.notifications.mark.mutationOptions({
      onMutate: ({ ids, read }) =>
        change(
          (notice) => (ids.includes(notice.id) ? { ...notice, read } : notice),
          (now) => now + (read ? -ids.length : ids.length),
        ),
      onError: takeBack,
      onSettled: settle,
    }),
  );
  const all = useMutation(
    trpc.notifications.markAllRead.mutationOptions({
      onMutate: ({ until }) =>
        change(
          (notice) => (notice.createdAt <= until ? { ...notice, read: true } : notice),
          () => 0,
        ),
      onError: takeBack,
      onSettled: settle,
    }),
  );
  return {
    mark: (notice, read) => {
      if (notice.read !== read) one.mutate({ ids: [notice.id], read });
    },
    markAll: (until) => all.mutate({ until }),
  };
}

function changePages<Data extends InfiniteData<NoticePage> | NoticePage>(
  data: Data,
  changed: (notice: ShownNotice) => ShownNotice,
): Data {
  if ('pages' in data) return { ...data, pages: data.pages.map((page) => changePages(page, changed)) };
  return { ...data, items: data.items.map(changed) };
}
