import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { openRequest } from '@/server/platform/trpc';
import { appRouter } from '@/server/root';

function handler(request: Request): Promise<Response> {
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter,
    createContext: () => openRequest(request.method, request.headers),
    responseMeta: () => ({ headers: { 'cache-control': 'no-store' } }),
  });
}

export { handler as GET, handler as POST };
