import { TRPCError } from '@trpc/server';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { KenningError, notFound } from '../errors';
import { publicError, toTrpcError } from './errors';

const shown = (error: unknown) => {
  const { code, reason } = publicError(error, 'REF');
  return `${code}/${reason}`;
};
/** As Prisma's adapter throws it. */
const refusedByDatabase = (originalCode: string) =>
  Object.assign(new Error('Database error.'), { meta: { driverAdapterError: { cause: { originalCode } } } });

describe('what may be said of an error', () => {
  it('TR-E1 an error of the family leaves as it is, also from inside tRPC’s own', () => {
    expect(shown(notFound())).toBe('not_found/no_such_thing');
    const error = new KenningError('conflict', 'title_taken');
    expect(shown(new TRPCError({ code: 'CONFLICT', cause: error }))).toBe('conflict/title_taken');
    expect(toTrpcError(error)).toMatchObject({ code: 'CONFLICT', cause: error });
  });

  it('TR-E2 a fault tells nothing', () => {
    const fault = new Error('password of the database: hunter2');
    expect(publicError(fault, 'REF')).toEqual({ code: 'internal', reason: 'fault', params: {}, reference: 'REF' });
    expect(toTrpcError(fault)).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', message: 'fault' });
  });

  it.each(['PARSE_ERROR', 'METHOD_NOT_SUPPORTED', 'UNSUPPORTED_MEDIA_TYPE', 'UNPROCESSABLE_CONTENT'] as const)(
    'TR-E3 what a client did wrong is never called a fault of ours: %s',
    (code) => expect(shown(new TRPCError({ code }))).toMatch(/^invalid\//),
  );

  it('TR-E4 input that does not fit names its fields', () => {
    const { error } = z.object({ title: z.string() }).safeParse({});
    expect(publicError(error, 'REF')).toMatchObject({ code: 'invalid', reason: 'input' });
  });

  it.each(['22021', '22P05', '22P02', '22009'])('TR-E5 a value that PostgreSQL cannot hold is refused: %s', (state) => {
    const error = refusedByDatabase(state);
    expect(shown(error)).toBe('invalid/unstorable');
    expect(toTrpcError(error)).toMatchObject({ code: 'BAD_REQUEST' });
    expect(toTrpcError(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: error })).code).toBe('BAD_REQUEST');
  });

  it('TR-E5 other refusals of the database stay faults', () => {
    expect(shown(refusedByDatabase('42P01'))).toBe('internal/fault');
  });
});
