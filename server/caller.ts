import 'server-only';
import { dehydrate, type FetchQueryOptions, HydrationBoundary } from '@tanstack/react-query';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { headers } from 'next/headers';
import { cache, createElement, type ReactNode } from 'react';
import { makeQueryClient } from '@/components/trpc/query-client';
import { createCallerFactory, openRequest } from './platform/trpc';
import { appRouter } from './root';

/** One request, one context: pages, layouts and metadata share it. */
export const requestContext = cache(async () => openRequest('GET', await headers()));

const getQueryClient = cache(makeQueryClient);

/** For pages that read: `const item = await (await caller()).knowledge.item.page({ id })`. Runs the same procedures. */
export const caller = cache(async () => createCallerFactory(appRouter)(await requestContext()));

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
