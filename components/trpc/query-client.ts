import { defaultShouldDehydrateQuery, QueryClient } from '@tanstack/react-query';
import superjson from 'superjson';

const STALE_AFTER_MS = 10_000;
const RETRIES_MAX = 2;

type WithStatus = { data?: { httpStatus?: number } | null };

/** One for each request on the server, one for the life of the page in the browser. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: STALE_AFTER_MS,
        // What was refused stays refused; only faults and lost connections are worth another try, and that in the
        // browser: a page is not held up on the server by what its component asks again anyway.
        retry: (count, error) => {
          if (typeof window === 'undefined') return false;
          const status = (error as WithStatus).data?.httpStatus;
          return count < RETRIES_MAX && (status === undefined || status >= 500);
        },
      },
      dehydrate: {
        serializeData: superjson.serialize,
        shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query),
      },
      hydrate: { deserializeData: superjson.deserialize },
    },
  });
}
