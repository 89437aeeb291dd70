import { initTRPC } from '@trpc/server';
import superjson from 'superjson';
import type { OpenApiMeta } from 'trpc-to-openapi';
import { hasScope } from '../access';
import { KenningError } from '../errors';
import type { PublicError } from '../errors.schema';
import { runtime } from '../runtime';
import type { RequestContext } from './context';
import { isUnstorable, publicError, toTrpcError } from './errors';

const t = initTRPC
  .context<RequestContext>()
  .meta<OpenApiMeta>()
  .create({
    transformer: superjson,
    errorFormatter({ shape, error, ctx }) {
      const kenning: PublicError = publicError(error, ctx?.reference ?? '');
      return {
        ...shape,
        message: `${kenning.code}: ${kenning.reason}`,
        data: { code: shape.data.code, httpStatus: shape.data.httpStatus, kenning },
      };
    },
  });

/** Turns what commands throw into tRPC's errors, and writes faults of ours to the log. */
const mapErrors = t.middleware(async ({ next, path, ctx }) => {
  const result = await next();
  if (result.ok) return result;
  const error = toTrpcError(result.error);
  if (isUnstorable(result.error.cause)) {
    runtime().log.warn({ err: result.error.cause, path, reference: ctx.reference }, 'the database refused a value');
  }
  if (error.code === 'INTERNAL_SERVER_ERROR') {
    runtime().log.error({ err: error.cause ?? error, path, reference: ctx.reference }, 'procedure failed');
  }
  throw error;
});

/** A token needs the scope of what it does: queries `read`, mutations `write`. */
const requireActor = t.middleware(({ next, ctx, type }) => {
  if (!ctx.actor) throw new KenningError('unauthenticated', 'sign_in');
  if (!hasScope(ctx.actor, type === 'query' ? 'read' : 'write')) throw new KenningError('forbidden', 'token_scope');
  return next({ ctx: { ...ctx, actor: ctx.actor } });
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** For who is not signed in yet: sign-in, set-up, invitations. `ctx.actor` may be null. */
export const publicProcedure = t.procedure.use(mapErrors);

/** For everything else: `ctx` is a command's context, with who, where and when. */
export const procedure = publicProcedure.use(requireActor);
