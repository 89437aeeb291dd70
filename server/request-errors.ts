import { TRPCError } from '@trpc/server';
import { KenningError } from './platform/errors';
import { runtime } from './platform/runtime';

export type FailedRequest = { path: string; method: string };

/**
 * Writes down what a page or a route threw and Next answered for. The error's digest is the reference that the error
 * page shows.
 */
export function reportRequestError(error: unknown, request: FailedRequest, routePath: string): void {
  const { digest } = error as { digest?: unknown };
  const [path] = request.path.split('?', 1);
  const facts = { err: error, reference: digest, method: request.method, path, route: routePath };
  if (isRefusal(error)) runtime().log.warn(facts, 'a page was refused');
  else runtime().log.error(facts, 'a page failed');
}

/** What a command threw on purpose, perhaps through tRPC. */
function isRefusal(error: unknown): boolean {
  const cause = error instanceof TRPCError ? error.cause : error;
  return cause instanceof KenningError && cause.code !== 'internal';
}
