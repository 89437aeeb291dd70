import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeAccess, createItem, judgeDocument } from './domains/knowledge';
import { beginImport } from './domains/knowledge/commands/import-run';
import { createApiToken } from './domains/people';
import { buildActor } from './domains/people/factory';
import { receiveAttachment, serveAttachment } from './files';
import { receiveForImport } from './imports';
import type { Actor } from './platform/access';
import { authenticate } from './platform/auth';
import { systemClock } from './platform/clock';
import type { Database } from './platform/db/client';
import { readEnv } from './platform/env';
import { openLog } from './platform/log';
import { runtime, setRuntime } from './platform/runtime';
import { openLocalFileStore } from './platform/storage';
import { testDatabase } from './platform/testing/database';
import { openTrpcRequest } from './platform/trpc';
import { answerRest } from './rest';
import { appRouter } from './root';

const ORIGIN = 'http://kenning.example';

let database: Database;
let folder: string;
let keeper: Actor;
let itemId: string;
let runId: string;
/** By scope. */
const tokens = { read: '', write: '' };

beforeAll(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), 'kenning-doors-'));
  const files = await openLocalFileStore(folder, database.prisma);
  setRuntime({ env: readEnv({}), secret: 's'.repeat(32), database, log: openLog('silent'), files });
  const ctx = { actor: await buildActor(database.prisma), db: database.prisma, now: systemClock() };
  keeper = ctx.actor;
  for (const scope of ['read', 'write'] as const) {
    tokens[scope] = (await createApiToken(ctx, { name: scope, scopes: [scope], expiresInDays: 1 })).token;
  }
  itemId = (await createItem(ctx, { title: 'Kept', contentType: 'procedures' })).id;
  runId = (await beginImport(ctx, { source: 'handbook' })).runId;
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const asked = (
  scope: 'read' | 'write',
  method: string,
  path: string,
  body: string,
  more: Record<string, string> = {},
) =>
  new Request(`${ORIGIN}${path}`, {
    method,
    body: body === '' ? undefined : body,
    headers: { authorization: `Bearer ${tokens[scope]}`, 'content-type': 'application/json', ...more },
  });

const trpc = (request: Request) =>
  fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter,
    createContext: () => openTrpcRequest(request),
  });

/** Every door through which a token could write, each with a write that its person may do. */
const DOORS: Record<string, (scope: 'read' | 'write') => Promise<Response>> = {
  'POST /api/v1/items': (scope) =>
    answerRest(asked(scope, 'POST', '/api/v1/items', '{"title":"New","contentType":"procedures"}'), '/items'),
  'PATCH /api/v1/items/{id}': (scope) =>
    answerRest(
      asked(scope, 'PATCH', `/api/v1/items/${itemId}`, '{"summary":"x"}', { 'if-match': '*' }),
      `/items/${itemId}`,
    ),
  'tRPC rename': (scope) =>
    trpc(
      asked(scope, 'POST', '/api/trpc/knowledge.item.rename', JSON.stringify({ json: { id: itemId, title: 'Other' } })),
    ),
  'tRPC beginning an import': (scope) =>
    trpc(asked(scope, 'POST', '/api/trpc/knowledge.imports.begin', '{"json":{"source":"more"}}')),
  'POST /files': (scope) => receiveAttachment(asked(scope, 'POST', `/files?item=${itemId}&name=a.txt`, 'words')),
  'POST /api/import/<run>': (scope) =>
    receiveForImport(asked(scope, 'POST', `/api/import/${runId}?path=a.md`, '# A'), runId),
};

describe('a token', () => {
  it.each(Object.keys(DOORS))('writes by %s with the scope write, and not with the scope read', async (door) => {
    const before = await written();
    const refused = await DOORS[door]?.('read');
    expect(refused?.status).toBe(403);
    expect(await refused?.text()).toContain('token_scope');
    expect(await written()).toEqual(before);
    expect((await DOORS[door]?.('write'))?.ok).toBe(true);
    expect(await written()).not.toEqual(before);
  });

  it('opens a document to read with the scope read, and to write with the scope write', async () => {
    for (const scope of ['read', 'write'] as const) {
      const actor = await authenticate({ headers: { authorization: `Bearer ${tokens[scope]}` } });
      expect(actor?.personId).toBe(keeper.personId);
      expect(actor && (await judgeDocument(database.prisma, actor, itemId))).toBe(scope);
    }
  });
});

describe('a file', () => {
  it('KN-P6 is asked for each time, and its bytes are not confirmed to who may not read them any more', async () => {
    const { prisma } = database;
    const ctx = { actor: keeper, db: prisma, now: systemClock() };
    const other = { ...ctx, actor: await buildActor(prisma) };
    const { token } = await createApiToken(other, { name: 'other', scopes: ['read'], expiresInDays: 1 });
    const { id } = await createItem(ctx, { title: 'Shown', contentType: 'procedures' });
    const added = await receiveAttachment(asked('write', 'POST', `/files?item=${id}&name=b.txt`, 'seen'));
    const file = (await added.json()) as { id: string; url: string };
    const get = async (authorization: string, tag = '') => {
      const headers = { authorization, 'if-none-match': tag };
      return serveAttachment(new Request(`${ORIGIN}${file.url}`, { headers }), file.id);
    };
    const first = await get(`Bearer ${token}`);
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    const tag = first.headers.get('etag') ?? '';
    const again = await get(`Bearer ${token}`, tag);
    expect([again.status, again.headers.get('cache-control')]).toEqual([304, 'private, no-cache']);
    await changeAccess(ctx, { id, accessLevel: 'restricted' });
    expect((await get(`Bearer ${token}`, tag)).status).toBe(404);
    expect((await get('', tag)).status).toBe(401);
  });
});

describe('a script', () => {
  it.each(['/items?accesslevel=public', '/search?q=kept&accessLevels=public'])(
    'KN-D8 asks for %s, is refused by the name it misspelt, and does not get everything',
    async (path) => {
      const answer = await answerRest(asked('read', 'GET', `/api/v1${path}`, ''), path.split('?')[0] ?? '');
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ error: { code: 'invalid', reason: 'unknown_parameter' } });
    },
  );

  it('KN-D8 names who may read in the address, not in the body, and nothing is made', async () => {
    const before = await written();
    const body = '{"title":"New","contentType":"procedures"}';
    const request = asked('write', 'POST', '/api/v1/items?accessLevel=restricted', body);
    expect((await answerRest(request, '/items')).status).toBe(400);
    expect(await written()).toEqual(before);
  });
});

/** What any of the doors would change. */
async function written() {
  const { prisma } = runtime().database;
  return Promise.all([
    prisma.event.count(),
    prisma.storedFile.count(),
    prisma.importRun.count(),
    prisma.importPiece.count(),
    prisma.documentUpdate.count(),
  ]);
}
