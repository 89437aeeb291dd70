import { once } from 'node:events';
import { mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { runningPostmaster } from './platform/db/cluster';
import { withConnection } from './platform/db/connection';
import { emptyDatabase } from './platform/testing/database';
import { type Running, runProgram, scratchFolder } from './platform/testing/processes';
import { HAS_REDIS, startRedis } from './platform/testing/redis';

const SLOW_TEST_MS = 120_000;

describe('the process', { timeout: SLOW_TEST_MS }, () => {
  const folder = scratchFolder();
  const running: Running[] = [];
  let taken: Server;
  let takenPort = 0;

  beforeAll(async () => {
    taken = createServer();
    taken.listen(0, '127.0.0.1');
    await once(taken, 'listening');
    takenPort = (taken.address() as AddressInfo).port;
  });
  afterEach(async () => {
    for (const each of running.splice(0)) {
      each.child.kill('SIGKILL');
      await each.ended;
    }
  });
  afterAll(() => {
    taken.close();
    folder.remove();
  });

  async function freePort(): Promise<string> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    return String(port);
  }

  async function start(env: Record<string, string> = {}): Promise<Running> {
    const port = await freePort();
    const given = { ROLES: 'collab', PORT: port, KENNING_DATA_DIR: folder.path, LOG_LEVEL: 'warn', ...env };
    const process = runProgram('server/main.ts', [], { env: given });
    running.push(process);
    return process;
  }

  const ready = (process: Running) => process.line((line) => line.startsWith('Kenning is ready at http://'));
  const command = (...args: string[]) =>
    runProgram('server/cli.ts', args, { env: { KENNING_DATA_DIR: folder.path, LOG_LEVEL: 'warn' } });

  /** Ends by itself, without success and with one sentence. */
  async function sentence(process: Running): Promise<string> {
    expect(await process.ended).toEqual({ code: 1, signal: null });
    const lines = process.output().split('\n');
    expect(lines, process.output()).toHaveLength(1);
    return lines[0] ?? '';
  }

  it('starts, is watched, serves the command line, is killed, starts again, and stops in order', async () => {
    const first = await start();
    const [address = ''] = (await ready(first)).match(/http:\S+/) ?? [];
    // It has the role of collaboration alone, and is watched like any other.
    const health = await fetch(`${address}/api/health`);
    expect([health.status, await health.json()]).toMatchObject([
      200,
      { parts: { database: 'ok', collaboration: 'ok' } },
    ]);
    expect(await (await fetch(`${address}/api/metrics`)).text()).toContain('kenning_database_pool_connections');
    expect((await fetch(`${address}/library`)).status).toBe(404);
    const doctor = command('doctor');
    expect(await doctor.ended).toEqual({ code: 0, signal: null });
    expect(doctor.output()).toContain(`Served by: process ${first.child.pid} since`);
    first.child.kill('SIGKILL');
    await first.ended;
    expect(runningPostmaster(`${folder.path}/postgres/data`)).not.toBeNull();

    const second = await start();
    await ready(second);
    second.child.kill('SIGTERM');
    expect(await second.ended).toEqual({ code: 0, signal: null });
    expect(runningPostmaster(`${folder.path}/postgres/data`)).toBeNull();

    const alone = command('doctor');
    expect(await alone.ended).toEqual({ code: 0, signal: null });
    expect(alone.output()).toContain('Served by: nobody now');
    expect(runningPostmaster(`${folder.path}/postgres/data`)).toBeNull();
  });

  it('W2 stops in order where the lock cannot be written any more', async () => {
    const process = await start();
    await ready(process);
    const { id } = JSON.parse(readFileSync(`${folder.path}/lock`, 'utf8'));
    // Nothing stops root from writing, except a folder that stands there.
    mkdirSync(`${folder.path}/lock.${id}`);
    process.child.kill('SIGTERM');
    expect(await process.ended).toEqual({ code: 0, signal: null });
    expect(process.output()).toContain('the lock does not say that we are leaving');
    expect(runningPostmaster(`${folder.path}/postgres/data`)).toBeNull();
    rmdirSync(`${folder.path}/lock.${id}`);
  });

  it('ends with one sentence when a setting is wrong, and names it', async () => {
    expect(await sentence(await start({ PORT: '99999' }))).toMatch(/^The setting PORT cannot be used: /);
    expect(await sentence(await start({ DATABASE_URL: 'mysql://x' }))).toMatch(/^The setting DATABASE_URL cannot be/);
  });

  it('ends with one sentence when another program has the port, and leaves no database running', async () => {
    expect(await sentence(await start({ PORT: String(takenPort) }))).toBe(
      `Cannot listen on 127.0.0.1:${takenPort}: another program listens there; set HOST or PORT.`,
    );
    expect(runningPostmaster(`${folder.path}/postgres/data`)).toBeNull();
  });

  it('ends with one sentence, without the password, when DATABASE_URL cannot be reached or loses data', async () => {
    const nowhere = await start({ DATABASE_URL: 'postgresql://ana:hidden@127.0.0.1:1/kenning' });
    const said = await sentence(nowhere);
    expect(said).toMatch(/^The database at 127\.0\.0\.1:1\/kenning cannot be used: .*ECONNREFUSED/);
    expect(said).not.toContain('hidden');
    const { url, drop } = await emptyDatabase();
    try {
      expect(await sentence(await start({ DATABASE_URL: url }))).toMatch(/^The database has fsync off and would lose/);
    } finally {
      await drop();
    }
  });

  it('W4 a second process on one DATABASE_URL is refused before it migrates; who loses the lease ends', async () => {
    // A durable server to be reached by its address: the embedded one of another process.
    const owner = await start();
    await ready(owner);
    const { url, ...database } = await ownDatabase();
    try {
      const serving = await start({ DATABASE_URL: url });
      await ready(serving);
      // To the second one the schema is behind, as it is to a newer version.
      const behind = `delete from _prisma_migrations where migration_name = (select max(migration_name) from _prisma_migrations)`;
      await withConnection(url, (client) => client.query(behind));
      const second = await start({ DATABASE_URL: url });
      expect(await second.ended).toEqual({ code: 1, signal: null });
      expect(second.output().split('\n').at(-1)).toMatch(/^This database is already served by process \d+ .*REDIS_URL/);
      await withConnection(url, (client) => client.query(`update process_lease set holder = 'another'`));
      expect(await serving.ended).toEqual({ code: 1, signal: null });
      expect(serving.output()).toContain('Another process has taken over this database: this one ends.');
    } finally {
      await database.drop();
    }
  });

  it.runIf(HAS_REDIS)(
    'W4 with REDIS_URL two serve one database, say when Redis is away, and stop in order',
    async () => {
      const owner = await start();
      await ready(owner);
      const { url, ...database } = await ownDatabase();
      const redis = await startRedis();
      try {
        const env = { DATABASE_URL: url, REDIS_URL: redis.url, KENNING_SECRET: 's'.repeat(32) };
        const both = [await start(env), await start(env)];
        const addresses = await Promise.all(both.map(async (each) => /http:\S+/.exec(await ready(each))?.[0] ?? ''));
        const collaboration = async (address: string) =>
          (await (await fetch(`${address}/api/health`)).json()).parts.collaboration;
        const say = (state: string) =>
          vi.waitFor(
            async () => expect(await Promise.all(addresses.map(collaboration))).toEqual([state, state]),
            10_000,
          );
        await say('ok');
        await redis.kill();
        await say('degraded');
        await redis.start();
        await say('ok');
        for (const each of both) each.child.kill('SIGTERM');
        const stopped = { code: 0, signal: null };
        expect(await Promise.all(both.map(({ ended }) => ended))).toEqual([stopped, stopped]);
      } finally {
        await redis.close();
        await database.drop();
      }
    },
  );

  async function ownDatabase(): Promise<{ url: string; drop: () => Promise<unknown> }> {
    const socket = encodeURIComponent(runningPostmaster(`${folder.path}/postgres/data`)?.socketFolder ?? '');
    const address = (name: string) => `postgresql://kenning@localhost/${name}?host=${socket}`;
    const run = (sql: string) => withConnection(address('postgres'), (client) => client.query(sql));
    await run('create database second');
    return { url: address('second'), drop: () => run('drop database second with (force)') };
  }

  it('tells how the command line is used', async () => {
    const unknown = command('dance');
    expect(await unknown.ended).toEqual({ code: 2, signal: null });
    expect(unknown.output()).toMatch(/^There is no verb "dance"\.\nUsage: npm run --silent kenning -- <verb>/);
    const help = command();
    expect(await help.ended).toEqual({ code: 0, signal: null });
    expect(help.output()).toContain('token create --email <person>');
  });
});
