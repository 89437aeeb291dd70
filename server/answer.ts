import type { Actor } from './platform/access';
import { KenningError, notFound } from './platform/errors';
import { HTTP_STATUS } from './platform/errors.schema';
import { runtime } from './platform/runtime';
import { newReference, openRequest, publicError, type RequestContext } from './platform/trpc';

export const NO_STORE = { 'cache-control': 'no-store' };

/** Answers `work` for whoever is signed in, and every refusal with the one form of an error. */
export async function answer(
  request: Request,
  work: (ctx: RequestContext & { actor: Actor }) => Promise<Response>,
): Promise<Response> {
  let reference = newReference();
  try {
    const context = await openRequest(request.method, request.headers);
    reference = context.reference;
    const { actor } = context;
    if (!actor) throw new KenningError('unauthenticated', 'sign_in');
    return await work({ ...context, actor });
  } catch (error) {
    return refused(error, reference);
  }
}

/** For an address of programs behind which nothing is: no page, which would come without its policy. */
export const answerNothing = (): Response => refused(notFound(), newReference());

function refused(error: unknown, reference: string): Response {
  const shown = publicError(error, reference);
  if (shown.code === 'internal') runtime().log.error({ err: error, reference }, 'file request failed');
  return Response.json({ error: shown }, { status: HTTP_STATUS[shown.code], headers: NO_STORE });
}
