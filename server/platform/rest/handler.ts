import type { AnyRouter } from '@trpc/server';
import { KenningError } from '../errors';
import { HTTP_STATUS, type PublicError } from '../errors.schema';
import { runtime } from '../runtime';
import { createCallerFactory, newReference, openRequest, publicError, type RequestContext } from '../trpc';
import { readJson, readQuery } from './input';
import { answersMarkdown, matchRoute, type RestRoute, restRoutes, successStatus } from './routes';

const BODY_METHODS = new Set(['POST', 'PUT', 'PATCH']);

type Call = (input: unknown) => Promise<unknown>;

function answerError(error: PublicError, extra: Record<string, string> = {}): Response {
  const headers: Record<string, string> = { 'cache-control': 'no-store', ...extra };
  if (error.code === 'unauthenticated') headers['www-authenticate'] = 'Bearer';
  const wait = error.params.retryAfterSeconds;
  if (typeof wait === 'number') headers['retry-after'] = String(wait);
  return Response.json({ error }, { status: HTTP_STATUS[error.code], headers });
}

function answer(route: RestRoute, value: unknown): Response {
  const headers = new Headers({ 'cache-control': 'no-store' });
  if (value !== null && typeof value === 'object') {
    const { etag } = value as { etag?: unknown };
    if (typeof etag === 'string') headers.set('etag', etag);
    const { markdown } = value as { markdown?: unknown };
    if (answersMarkdown(route) && typeof markdown === 'string') {
      headers.set('content-type', 'text/markdown; charset=utf-8');
      return new Response(markdown, { headers });
    }
  }
  return Response.json(value ?? {}, { status: successStatus(route.method), headers });
}

function procedureAt(caller: unknown, path: string): Call {
  let here: unknown = caller;
  for (const segment of path.split('.')) here = (here as Record<string, unknown>)[segment];
  return here as Call;
}

/**
 * REST over the router's procedures that carry `openapi` meta: the same input schema, policy and errors as tRPC.
 * @returns a handler for a request and its path below the API's root
 */
export function createRestHandler(appRouter: AnyRouter): (request: Request, path: string) => Promise<Response> {
  const routes = restRoutes(appRouter._def.procedures);
  const createCaller = createCallerFactory(appRouter);

  return async (request, path) => {
    let context: RequestContext | null = null;
    try {
      const match = matchRoute(routes, request.method, path);
      if (match.kind === 'none') throw new KenningError('not_found', 'no_such_thing');
      if (match.kind === 'method_not_allowed') {
        const error = publicError(new KenningError('invalid', 'method'), newReference());
        return new Response(JSON.stringify({ error }), {
          status: 405,
          headers: { allow: match.allow.join(', '), 'content-type': 'application/json' },
        });
      }
      context = await openRequest(request.method, request.headers);
      const inputs: unknown[] = appRouter._def.procedures[match.route.procedure]._def.inputs ?? [];
      const hasBody = BODY_METHODS.has(request.method);
      const asked = readQuery(new URL(request.url).searchParams, hasBody ? undefined : inputs[0]);
      const given = hasBody ? await readJson(request) : asked;
      const input = inputs.length > 0 ? { ...given, ...match.params } : undefined;
      return answer(match.route, await procedureAt(createCaller(context), match.route.procedure)(input));
    } catch (error) {
      const shown = publicError(error, context?.reference ?? newReference());
      if (!context && shown.code === 'internal')
        runtime().log.error({ err: error, reference: shown.reference }, 'request failed');
      return answerError(shown);
    }
  };
}
