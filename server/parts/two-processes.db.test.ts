import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { changeAccess } from '@/server/domains/knowledge';
import { buildItem } from '@/server/domains/knowledge/factory';
import { createApiToken } from '@/server/domains/people';
import { buildActor } from '@/server/domains/people/factory';
import { systemClock } from '@/server/platform/clock';
import { CLOSE_CODES } from '@/server/platform/collab/protocol.schema';
import type { Database } from '@/server/platform/db/client';
import { type Lease, takeLease } from '@/server/platform/db/lease';
import { readEnv } from '@/server/platform/env';
import { openLog } from '@/server/platform/log';
import { runtime, setRuntime } from '@/server/platform/runtime';
import type { FileStore } from '@/server/platform/storage';
import { testDatabase } from '@/server/platform/testing/database';
import { HAS_REDIS, startRedis, type TestRedis } from '@/server/platform/testing/redis';
import { type Collaboration, openCollaboration } from './collaboration';
import { installationKey } from './fan-out';

const withRedis = test.runIf(HAS_REDIS);
const SECRET = 's'.repeat(32);
let database: Database;
let redis: TestRedis;
let processes: { lease: Lease; collaboration: Collaboration; server: Server; url: string }[] = [];
const eventually = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 15_000, interval: 5 });

beforeEach(async () => {
  database = await testDatabase();
  if (!HAS_REDIS) return;
  redis = await startRedis();
  const env = readEnv({ REDIS_URL: redis.url });
  const files = {} as FileStore;
  setRuntime({ env, secret: SECRET, database, log: openLog('silent'), files });
  processes = [await startProcess(), await startProcess()];
  await eventually(() => expect(runtime().collaboration?.stats().fanOut?.open).toBe(true));
});

afterEach(async () => {
  for (const { server, collaboration, lease } of processes.splice(0)) {
    await collaboration.close();
    await lease.release();
    server.close();
  }
  if (HAS_REDIS) await redis.close();
  await database.close();
});

/** The collaboration of one process, as the product opens it. */
async function startProcess() {
  const lease = await takeLease(database.url, { shared: true });
  const collaboration = await openCollaboration(runtime(), lease);
  const server = createServer().on('upgrade', collaboration.upgrade).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { lease, collaboration, server, url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

withRedis('CO-R28 whoever loses access is disconnected in every process', async () => {
  const now = systemClock();
  const owner = { actor: await buildActor(database.prisma), db: database.prisma, now };
  const reader = { actor: await buildActor(database.prisma), db: database.prisma, now };
  const { id } = await buildItem(owner, { accessLevel: 'public' });
  const { token } = await createApiToken(reader, { name: 'a tab', scopes: ['read'], expiresInDays: 1 });
  const sockets = processes.map(
    ({ url }) => new WebSocket(`${url}/collab/${id}`, { headers: { authorization: `Bearer ${token}` } }),
  );
  const closed = sockets.map((socket) => once(socket, 'close'));
  await Promise.all(sockets.map((socket) => once(socket, 'message')));
  await changeAccess(owner, { id, accessLevel: 'restricted' });
  const codes = (await Promise.all(closed)).map(([code]) => code as number);
  expect(codes).toEqual([CLOSE_CODES.accessLost, CLOSE_CODES.accessLost]);
});

test('CO-R29 an installation is known by its secret and its database together', async () => {
  const copy = await testDatabase();
  try {
    const key = await installationKey(SECRET, database);
    expect(await installationKey(SECRET, database)).toEqual(key);
    expect(await installationKey('t'.repeat(32), database)).not.toEqual(key);
    const another = await installationKey(SECRET, copy);
    expect(another).not.toEqual(key);
    await copy.pool.query('update "_prisma_migrations" set id = gen_random_uuid()::text');
    expect(await installationKey(SECRET, copy)).not.toEqual(another);
  } finally {
    await copy.close();
  }
});
