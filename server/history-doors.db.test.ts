import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeContent, createItem } from './domains/knowledge';
import { createApiToken } from './domains/people';
import { buildActor } from './domains/people/factory';
import { answerSessionsCsv } from './lists';
import { after, HOUR_MS, systemClock } from './platform/clock';
import type { Database } from './platform/db/client';
import { readEnv } from './platform/env';
import { openLog } from './platform/log';
import { setRuntime } from './platform/runtime';
import { testDatabase } from './platform/testing/database';
import { openTrpcRequest } from './platform/trpc';
import { answerRest } from './rest';
import { appRouter } from './root';

const ORIGIN = 'http://kenning.example';

let database: Database;
let itemId = '';
const tokens = { keeper: '', outsider: '' };

beforeAll(async () => {
  database = await testDatabase();
  setRuntime({ env: readEnv({}), secret: 's'.repeat(32), database, log: openLog('silent') } as never);
  const now = systemClock();
  const ctx = { actor: await buildActor(database.prisma), db: database.prisma, now: after(now, -HOUR_MS) };
  const outsider = { ...ctx, actor: await buildActor(database.prisma) };
  const given = { name: 'script', scopes: ['read' as const, 'write' as const], expiresInDays: 1 };
  tokens.keeper = (await createApiToken({ ...ctx, now }, given)).token;
  tokens.outsider = (await createApiToken({ ...outsider, now }, given)).token;
  const item = { title: 'Kept', contentType: 'procedures' as const, accessLevel: 'restricted' as const };
  itemId = (await createItem(ctx, { ...item, markdown: 'As it was.\n' })).id;
  await changeContent({ ...ctx, now }, { id: itemId, markdown: 'As it is.\n' });
});
afterAll(() => database.close());

const asked = (who: keyof typeof tokens, path: string, method = 'GET', more: Record<string, string> = {}) =>
  new Request(`${ORIGIN}${path}`, {
    method,
    body: method === 'POST' ? '{}' : undefined,
    headers: { authorization: `Bearer ${tokens[who]}`, 'content-type': 'application/json', ...more },
  });
const rest = (who: keyof typeof tokens, path: string, method?: string, more?: Record<string, string>) =>
  answerRest(asked(who, `/api/v1/items/${path}`, method, more), `/items/${path.replace(/\?.*/, '')}`);
const sessionsBy = (who: keyof typeof tokens, id: string) => {
  const input = encodeURIComponent(JSON.stringify({ json: { id } }));
  const req = asked(who, `/api/trpc/knowledge.history.sessions?input=${input}`);
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req,
    router: appRouter,
    createContext: () => openTrpcRequest(req),
  });
};
const csv = (who: keyof typeof tokens, id: string) =>
  answerSessionsCsv(asked(who, `/library/${id}/history/sessions.csv`), `kept-${id}`);

/** What an answer says, without the number that every answer has for itself. */
const said = async (answer: Response, id: string) => [
  answer.status,
  (await answer.text()).replaceAll(id, 'ID').replace(/"reference":"[^"]*"/, ''),
];

test('CO-V10: the history leaves by every door for who may read, and is an unknown id to who may not', async () => {
  const listed = await rest('keeper', `${itemId}/sessions`);
  expect(listed.status).toBe(200);
  const { sessions } = (await listed.json()) as { sessions: { session: string; endedAt: string }[] };
  expect(sessions).toHaveLength(2);
  const old = sessions[1]?.session ?? '';
  expect(await (await rest('keeper', `${itemId}/sessions/${old}`)).json()).toMatchObject({ markdown: 'As it was.\n' });
  expect((await sessionsBy('keeper', itemId)).status).toBe(200);
  expect((await (await csv('keeper', itemId)).text()).split('\r\n')).toHaveLength(4);
  for (const door of [
    (id: string) => rest('outsider', `${id}/sessions`),
    (id: string) => rest('outsider', `${id}/sessions/${old}`),
    (id: string) => rest('outsider', `${id}/sessions/${old}/versions`),
    (id: string) => rest('outsider', `${id}/sessions/${old}?version=${old}`),
    (id: string) => rest('outsider', `${id}/sessions/${old}/restore`, 'POST', { 'if-match': '*' }),
    (id: string) => sessionsBy('outsider', id),
    (id: string) => csv('outsider', id),
  ]) {
    const refused = await said(await door(itemId), itemId);
    expect(refused[0]).toBe(404);
    expect(refused).toEqual(await said(await door('nothinghasthisid'), 'nothinghasthisid'));
  }
});

test('CO-V54: a script reads the versions within a session, and goes back to one', async () => {
  const { sessions } = (await (await rest('keeper', `${itemId}/sessions`)).json()) as {
    sessions: { session: string; versions: number }[];
  };
  const [oldest] = sessions.slice(-1);
  expect(oldest?.versions).toBe(1);
  const path = `${itemId}/sessions/${oldest?.session}`;
  const { versions } = (await (await rest('keeper', `${path}/versions`)).json()) as { versions: { version: string }[] };
  expect(versions).toMatchObject([{ version: oldest?.session, isEnd: true, isLast: false }]);
  const at = await rest('keeper', `${path}?version=${oldest?.session}`);
  expect(await at.json()).toMatchObject({ markdown: 'As it was.\n', version: { version: oldest?.session } });
  expect((await rest('keeper', `${path}?version=1${oldest?.session}`)).status).toBe(404);
  const body = JSON.stringify({ version: `1${oldest?.session}` });
  const asked = new Request(`${ORIGIN}/api/v1/items/${path}/restore`, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${tokens.keeper}`, 'content-type': 'application/json', 'if-match': '*' },
  });
  expect((await answerRest(asked, `/items/${path}/restore`)).status).toBe(404);
});

test('CO-V13: a script goes back with If-Match, and not without', async () => {
  const { sessions } = (await (await rest('keeper', `${itemId}/sessions`)).json()) as {
    sessions: { session: string }[];
  };
  const path = `${itemId}/sessions/${sessions[1]?.session}/restore`;
  expect((await rest('keeper', path, 'POST')).status).toBe(412);
  expect((await rest('keeper', path, 'POST', { 'if-match': '"1-1"' })).status).toBe(412);
  const done = await rest('keeper', path, 'POST', { 'if-match': '*' });
  expect(await done.json()).toMatchObject({ changed: true, before: sessions[0]?.session });
});
