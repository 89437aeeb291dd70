import { type TRPC_ERROR_CODE_KEY, TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { ZodError } from 'zod';
import { invalid, KenningError } from '../errors';
import type { ErrorCode, PublicError } from '../errors.schema';

const TRPC_CODE: Record<ErrorCode, TRPC_ERROR_CODE_KEY> = {
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  not_found: 'NOT_FOUND',
  invalid: 'BAD_REQUEST',
  conflict: 'CONFLICT',
  precondition_failed: 'PRECONDITION_FAILED',
  too_large: 'PAYLOAD_TOO_LARGE',
  rate_limited: 'TOO_MANY_REQUESTS',
  unavailable: 'SERVICE_UNAVAILABLE',
  internal: 'INTERNAL_SERVER_ERROR',
};

const ISSUES_SHOWN_MAX = 20;
const FIRST_FAULT_STATUS = 500;

/** SQLSTATEs of what PostgreSQL cannot hold: zero bytes, half characters in JSON, numbers and moments out of range. */
const UNSTORABLE = ['22003', '22007', '22008', '22009', '22021', '22P02', '22P05'];

/** Whether the database refused a value as such, which no schema had caught: the sender's fault, not ours. */
export function isUnstorable(error: unknown): boolean {
  const { meta } = (error ?? {}) as { meta?: { driverAdapterError?: { cause?: { originalCode?: unknown } } } };
  const state = meta?.driverAdapterError?.cause?.originalCode;
  return typeof state === 'string' && UNSTORABLE.includes(state);
}

/** What was thrown below tRPC's own error, as one of ours where it is one. */
function causeOf(error: unknown): unknown {
  const cause = error instanceof TRPCError && error.cause ? error.cause : error;
  return isUnstorable(cause) ? invalid('unstorable') : cause;
}

/** What may be said of an error outside. The one place where errors are mapped to transport; a 5xx tells nothing. */
export function publicError(error: unknown, reference: string): PublicError {
  const cause = causeOf(error);
  if (cause instanceof KenningError) {
    return { code: cause.code, reason: cause.reason, params: cause.params, reference };
  }
  if (cause instanceof ZodError) {
    const issues = cause.issues.slice(0, ISSUES_SHOWN_MAX).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    return { code: 'invalid', reason: 'input', params: { issues }, reference };
  }
  if (error instanceof TRPCError && error.code !== 'INTERNAL_SERVER_ERROR') {
    const code = (Object.keys(TRPC_CODE) as ErrorCode[]).find((name) => TRPC_CODE[name] === error.code);
    if (code) return { code, reason: 'request', params: {}, reference };
    if (error.code === 'PARSE_ERROR') return { code: 'invalid', reason: 'not_json', params: {}, reference };
    if (error.code === 'METHOD_NOT_SUPPORTED') return { code: 'invalid', reason: 'method', params: {}, reference };
    if (getHTTPStatusCodeFromError(error) < FIRST_FAULT_STATUS)
      return { code: 'invalid', reason: 'request', params: {}, reference };
  }
  return { code: 'internal', reason: 'fault', params: {}, reference };
}

/** The tRPC form of a thrown error, with the original as cause. */
export function toTrpcError(error: unknown): TRPCError {
  const cause = causeOf(error);
  if (cause instanceof KenningError)
    return new TRPCError({ code: TRPC_CODE[cause.code], message: cause.message, cause });
  if (error instanceof TRPCError) return error;
  return new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message: 'fault', cause });
}
