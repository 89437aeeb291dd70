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
  const facts = { reference: digest, method: request.method, path, route: routePath };
  const refusal = refusalIn(error);
  if (refusal) runtime().log.info({ ...facts, refusal: refusal.message }, 'a page was refused');
  else runtime().log.error({ err: error, ...facts }, 'a page failed');
}

/** What a command threw on purpose, perhaps through tRPC, whose class Next bundles apart for pages: known by its name. */
function refusalIn(error: unknown): KenningError | null {
  const cause = error instanceof Error && error.name === 'TRPCError' ? error.cause : error;
  return cause instanceof KenningError && cause.code !== 'internal' ? cause : null;
}
