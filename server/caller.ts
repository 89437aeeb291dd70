import 'server-only';
import { dehydrate, type FetchQueryOptions, HydrationBoundary } from '@tanstack/react-query';
import { TRPCError } from '@trpc/server';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache, createElement, type ReactNode } from 'react';
import { makeQueryClient } from '@/components/trpc/query-client';
import { whoseSessionEnded } from './platform/auth';
import { createCallerFactory, openRequest } from './platform/trpc';
import { appRouter } from './root';

/** One request, one context: pages, layouts and metadata share it. */
export const requestContext = cache(async () => openRequest('GET', await headers()));

/** Whose session this browser shows that was ended on purpose; null where there is none. */
export const endedSessionOf = cache(async () => whoseSessionEnded({ headers: await headers() }));

const getQueryClient = cache(makeQueryClient);

/**
 * For pages that read: `const item = await (await caller()).knowledge.item.page({ id })`. Runs the same
 * procedures. Whoever is not signed in is led to the way in, and back to the address afterwards; what is not there has
 * its page.
 */
export const caller = cache(async () => {
  const wayIn = `/sign-in?next=${encodeURIComponent((await headers()).get('x-kenning-path') ?? '/')}`;
  return createCallerFactory(appRouter)(await requestContext(), {
    onError({ error }) {
      if (error.code === 'UNAUTHORIZED') redirect(wayIn);
      if (error.code === 'NOT_FOUND') notFound();
    },
  });
});

/** What cannot be an id ends in the same page as what does not exist and what one may not read. */
export async function orNotFound<Answer>(work: Promise<Answer>): Promise<Answer> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof TRPCError && error.code === 'BAD_REQUEST') notFound();
    throw error;
  }
}

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
