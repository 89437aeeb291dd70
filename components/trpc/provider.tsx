'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { createTRPCContext } from '@trpc/tanstack-react-query';
import { type ReactNode, useState } from 'react';
import superjson from 'superjson';
import type { AppRouter } from '@/server/root';
import { makeQueryClient } from './query-client';

const URL_CHARACTERS_MAX = 4_000;

const context = createTRPCContext<AppRouter>();

/** `const trpc = useTRPC(); useQuery(trpc.knowledge.item.list.queryOptions(…))` */
export const useTRPC = context.useTRPC;

/** The plain client, for imperative calls. */
export const useTRPCClient = context.useTRPCClient;

/** Gives the components below it the router's queries and mutations, with the router's types. */
export function TrpcProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(makeQueryClient);
  const [client] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [httpBatchLink({ url: '/api/trpc', transformer: superjson, maxURLLength: URL_CHARACTERS_MAX })],
    }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <context.TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </context.TRPCProvider>
    </QueryClientProvider>
  );
}
