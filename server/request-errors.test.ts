import { Writable } from 'node:stream';
import { TRPCError } from '@trpc/server';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { onRequestError } from '@/instrumentation';
import { KenningError, notFound } from './platform/errors';
import { openLog } from './platform/log';
import { type Runtime, setRuntime } from './platform/runtime';
import { reportRequestError } from './request-errors';

let lines: Record<string, unknown>[];

beforeEach(() => {
  lines = [];
  const into = new Writable({
    write(chunk, _, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  setRuntime({ log: openLog('info', into) } as Runtime);
});

const INFO = 30;
const ERROR = 50;
const request = { path: '/invitation?token=abcdef', method: 'GET', headers: {} };

describe('an error that a page threw', () => {
  it('stands in the log under the reference that the page shows, without the query', async () => {
    process.env.NEXT_RUNTIME = 'nodejs';
    const error = Object.assign(new Error('it broke'), { digest: '1234567890' });
    const context = { routerKind: 'App Router', routeType: 'render', routePath: '/invitation' } as const;
    await onRequestError(error, request, { ...context, revalidateReason: undefined });
    expect(lines).toEqual([
      expect.objectContaining({ level: ERROR, reference: '1234567890', path: '/invitation', route: '/invitation' }),
    ]);
    expect(JSON.stringify(lines)).not.toContain('abcdef');
  });

  it('is no fault of ours where a command refused', async () => {
    const cause = notFound();
    // Pages are bundled apart from this and have their own copy of the class.
    vi.resetModules();
    const { KenningError: Copy } = await import('./platform/errors');
    expect(Copy).not.toBe(KenningError);
    const copy = new Copy('not_found', 'no_such_thing');
    reportRequestError(new TRPCError({ code: 'NOT_FOUND', cause }), request, '/library/[slug]');
    reportRequestError(new TRPCError({ code: 'NOT_FOUND', cause: copy }), request, '/library/[slug]');
    reportRequestError(new Error('ours'), request, '/library/[slug]');
    expect(lines.map(({ level }) => level)).toEqual([INFO, INFO, ERROR]);
    expect(lines[1]).toMatchObject({ refusal: 'not_found: no_such_thing', path: '/invitation' });
    expect(lines[1]).not.toHaveProperty('err');
  });
});
