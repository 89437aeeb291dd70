import 'server-only';
import { dehydrate, type FetchQueryOptions, HydrationBoundary } from '@tanstack/react-query';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache, createElement, type ReactNode } from 'react';
import { makeQueryClient } from '@/components/trpc/query-client';
import { createCallerFactory, openRequest } from './platform/trpc';
import { appRouter } from './root';

/** One request, one context: pages, layouts and metadata share it. */
export const requestContext = cache(async () => openRequest('GET', await headers()));

const getQueryClient = cache(makeQueryClient);

/** The way in, and back to the address that is asked for. */
export async function signInPath(): Promise<string> {
  return `/sign-in?next=${encodeURIComponent((await headers()).get('x-kenning-path') ?? '/')}`;
}

/**
 * For pages that read: `const item = await (await caller()).knowledge.item.page({ id })`. Runs the same
 * procedures. Whoever is not signed in is led to the way in, and what is not there has its page: a page is read beside
 * its layout, which leads there too, and what one of them threw instead would stand in the log as a fault.
 */
export const caller = cache(async () => {
  const wayIn = await signInPath();
  return createCallerFactory(appRouter)(await requestContext(), {
    onError({ error }) {
      if (error.code === 'UNAUTHORIZED') redirect(wayIn);
      if (error.code === 'NOT_FOUND') notFound();
    },
  });
});

/** For pages whose client parts query: `await prefetch(trpc.knowledge.item.list.queryOptions(…))`. */
export const trpc = createTRPCOptionsProxy({ ctx: requestContext, router: appRouter, queryClient: getQueryClient });

/** @param options of a procedure, as `trpc.….queryOptions(…)` gives them. A failure is left to the component to meet. */
export async function prefetch(options: { queryKey: readonly unknown[] }): Promise<void> {
  await getQueryClient().prefetchQuery(options as FetchQueryOptions);
}

/** Hands what was prefetched to the client components below it. */
export function Hydrate({ children }: { children: ReactNode }) {
  return createElement(HydrationBoundary, { state: dehydrate(getQueryClient()) }, children);
}
