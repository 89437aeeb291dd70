import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { changeAccess, changeMaintainers } from '@/server/domains/knowledge';
import { DOCUMENT_FRAGMENT } from '@/server/domains/knowledge/document.schema';
import { DOCUMENT_SCHEMA_VERSION } from '@/server/domains/knowledge/document-version.schema';
import { buildItem } from '@/server/domains/knowledge/factory';
import { createApiToken } from '@/server/domains/people';
import { buildActor } from '@/server/domains/people/factory';
import { systemClock } from '@/server/platform/clock';
import { CLOSE_CODES } from '@/server/platform/collab/protocol.schema';
import { connectClient, loadDocument, type RigClient } from '@/server/platform/collab/rig';
import { sqlOf } from '@/server/platform/collab/sql';
import type { Database } from '@/server/platform/db/client';
import { type Lease, takeLease } from '@/server/platform/db/lease';
import { readEnv } from '@/server/platform/env';
import { openLog } from '@/server/platform/log';
import { runtime, setRuntime } from '@/server/platform/runtime';
import type { FileStore } from '@/server/platform/storage';
import { testDatabase } from '@/server/platform/testing/database';
import { type Running, runProgram } from '@/server/platform/testing/processes';
import { HAS_REDIS, startRedis, type TestRedis } from '@/server/platform/testing/redis';
import { type Collaboration, openCollaboration } from './collaboration';
import { installationKey } from './fan-out';

const withRedis = test.runIf(HAS_REDIS);
const SECRET = 's'.repeat(32);
let database: Database;
let redis: TestRedis;
let elsewhere: Running | null = null;
const clients: RigClient[] = [];
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
  for (const client of clients.splice(0)) client.leave();
  await elsewhere?.kill();
  elsewhere = null;
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

/** How often somebody is taken off in the middle of what they type. */
const ROUNDS = 3;
const KEYS_MS = 2;
/** Being stopped, and tries of the client to come back, during which the person types on. */
const CLOSES = 4;
const pause = () => new Promise((resolve) => setTimeout(resolve, KEYS_MS));

/** A person with a client at a process, whose token reads and writes. */
async function person() {
  const context = { actor: await buildActor(database.prisma), db: database.prisma, now: systemClock() };
  const asked = { name: 'a tab', scopes: ['read', 'write'] as ('read' | 'write')[], expiresInDays: 1 };
  const { token } = await createApiToken(context, asked);
  const join = async (url: string, documentId: string) => {
    const client = connectClient(url, token, documentId, DOCUMENT_SCHEMA_VERSION);
    clients.push(client);
    await eventually(() => expect(client.provider.synced).toBe(true));
    return client;
  };
  return { ...context, join };
}

/** Their own line at the end of the text. */
function lineOf({ doc }: RigClient): Y.XmlText {
  const line = new Y.XmlText();
  const paragraph = new Y.XmlElement('paragraph');
  paragraph.insert(0, [line]);
  doc.getXmlFragment(DOCUMENT_FRAGMENT).push([paragraph]);
  return line;
}

/** Types words until the server closes, and goes on while their client, told that it is in vain, tries to come back. */
function typing(client: RigClient) {
  const line = lineOf(client);
  const so = { typed: 0, acknowledged: 0, closes: [] as number[] };
  client.provider.on('connection-close', (event) => so.closes.push(event?.code ?? 0));
  const type = async () => {
    while (so.closes.length === 0) {
      const word = so.typed;
      so.typed += 1;
      line.insert(line.length, `word-${word} `);
      void client.saved().then(() => {
        so.acknowledged = Math.max(so.acknowledged, word + 1);
      });
      await pause();
    }
    for (let word = 0; so.closes.length < CLOSES; word += 1) {
      line.insert(line.length, `late-${word} `);
      client.provider.connect();
      await pause();
    }
  };
  return { so, ended: type() };
}

async function storedText(documentId: string): Promise<string> {
  const loaded = await loadDocument(sqlOf(database.pool), documentId);
  const text = loaded?.doc.getXmlFragment(DOCUMENT_FRAGMENT).toString() ?? '';
  loaded?.doc.destroy();
  return text;
}

withRedis(
  'CO-R32 whoever is taken off while they type at another process is stopped in the middle: what was acknowledged is there, and not a letter more is taken',
  async () => {
    const env = { DATABASE_URL: database.url, REDIS_URL: redis.url, KENNING_SECRET: SECRET };
    elsewhere = runProgram(fileURLToPath(new URL('collaboration.child.ts', import.meta.url)), [], { env });
    const there = await elsewhere.line((line) => line.startsWith('ws:'));
    const [owner, writer] = [await person(), await person()];
    for (let round = 0; round < ROUNDS; round += 1) {
      const { id } = await buildItem(owner, { accessLevel: 'restricted' });
      const [ours, theirs] = [owner.actor.personId, writer.actor.personId];
      await changeMaintainers(owner, { id, maintainerIds: [ours, theirs], confirmed: true });
      const [ana, noah] = [await owner.join(processes[0]?.url ?? '', id), await writer.join(there, id)];
      const { so, ended } = typing(noah);
      await eventually(() => expect(so.acknowledged).toBeGreaterThan(10 + round * 7));
      const typedBefore = so.typed;
      await changeMaintainers(owner, { id, maintainerIds: [ours] });
      await ended;
      // Stopped once, and not let in again.
      expect(so.closes.filter((code) => code === CLOSE_CODES.accessLost)).toHaveLength(1);
      expect(so.closes[0]).toBe(CLOSE_CODES.accessLost);
      expect(so.typed).toBeGreaterThan(typedBefore);

      // Whoever is still in goes on, and has what is stored.
      lineOf(ana).insert(0, 'Goes on.');
      await ana.saved();
      const stored = await storedText(id);
      expect(stored).toContain('Goes on.');
      await eventually(() => expect(ana.doc.getXmlFragment(DOCUMENT_FRAGMENT).toString()).toBe(stored));
      const taken = [...stored.matchAll(/word-(\d+) /g)].map(([, word]) => Number(word));
      expect(taken).toEqual(Array.from({ length: taken.length }, (_, word) => word));
      expect(taken.length).toBeGreaterThanOrEqual(so.acknowledged);
      expect(taken.length).toBeLessThanOrEqual(so.typed);
      expect(stored).not.toContain('late-');
      for (const client of clients.splice(0)) client.leave();
    }
  },
  60_000,
);

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
