import { fileURLToPath } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';
import { openDatabase } from '../db/client';
import { killableDatabase } from '../testing/killable-database';
import { type Running, runProgram } from '../testing/processes';
import { OneDatabase } from './one-database.testing';
import { connectClient, type RigClient, seedDocument, storedText } from './rig';

const one = new OneDatabase('d1');
let server: Running | null = null;
let clients: RigClient[] = [];
const ROUNDS = 4;
const ROUNDS_OF_BOTH = 3;
const CLIENTS = 3;
const eventually = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 20_000, interval: 2 });

afterEach(async () => {
  for (const client of clients) client.leave();
  clients = [];
  await server?.kill();
});

async function startServer(databaseUrl: string): Promise<string> {
  const program = fileURLToPath(new URL('loss.child.ts', import.meta.url));
  server = runProgram(program, [], { env: { DATABASE_URL: databaseUrl } });
  return server.line((line) => line.startsWith('ws:'));
}

/** Types words without end; `acknowledged` holds those whose Saved came. */
async function typeOn(client: RigClient, name: string, acknowledged: string[], stopped: () => boolean): Promise<void> {
  for (let index = 0; !stopped(); index += 1) {
    const word = `${name}-${index} `;
    client.text.insert(client.text.length, word);
    await client.saved();
    if (!stopped()) acknowledged.push(word);
  }
}

/** People type until some is saved, and everything dies. @returns what was acknowledged before */
async function typeUntilKilled(databaseUrl: string, round: number, kill: () => Promise<void>): Promise<string[]> {
  const url = await startServer(databaseUrl);
  clients = Array.from({ length: CLIENTS }, (_, index) => connectClient(url, `p${index}`, 'd1'));
  await eventually(() => expect(clients.every((client) => client.provider.synced)).toBe(true));
  const acknowledged: string[] = [];
  let stopped = false;
  for (const [index, client] of clients.entries()) {
    void typeOn(client, `r${round}c${index}`, acknowledged, () => stopped);
  }
  await eventually(() => expect(acknowledged.length).toBeGreaterThan(30 + round * 17));
  stopped = true;
  const promised = [...acknowledged];
  await kill();
  for (const client of clients) client.leave();
  return promised;
}

test('CO-D20 what was acknowledged before a kill -9, with every client gone, is there', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const promised = await typeUntilKilled(one.database.url, round, async () => server?.kill());
    const text = await storedText(one.database, 'd1');
    expect(promised.filter((word) => !text.includes(word))).toEqual([]);
  }
}, 60_000);

test('CO-D25 nor is any of it lost when PostgreSQL, as production has it, is killed with the server at once', async () => {
  const store = await killableDatabase();
  try {
    const promised: string[] = [];
    for (let round = 0; round < ROUNDS_OF_BOTH; round += 1) {
      const database = openDatabase(store.url);
      try {
        const { rows } = await database.pool.query(
          `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as waits`,
        );
        expect(rows).toEqual([{ fsync: 'on', waits: 'on' }]);
        if (round === 0) await seedDocument(database, 'd1');
      } finally {
        await database.close();
      }
      const killBoth = async () => {
        const dead = server?.kill();
        store.kill();
        await dead;
      };
      promised.push(...(await typeUntilKilled(store.url, round, killBoth)));
      await store.start();
      const again = openDatabase(store.url);
      try {
        const text = await storedText(again, 'd1');
        expect(promised.filter((word) => !text.includes(word))).toEqual([]);
      } finally {
        await again.close();
      }
    }
  } finally {
    store.kill();
    await store.remove();
  }
}, 120_000);
