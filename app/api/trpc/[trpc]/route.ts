import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { openTrpcRequest } from '@/server/platform/trpc';
import { appRouter } from '@/server/root';

/** Far above what one page asks for at once. */
const CALLS_PER_BATCH_MAX = 100;

function handler(request: Request): Promise<Response> {
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter,
    createContext: () => openTrpcRequest(request),
    maxBatchSize: CALLS_PER_BATCH_MAX,
    responseMeta: () => ({ headers: { 'cache-control': 'no-store' } }),
  });
}

export { handler as GET, handler as POST };
