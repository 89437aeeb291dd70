import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Database } from '../db/client';
import { testDatabase } from '../testing/database';
import { connectClient, type RigClient, seedDocument, storedText } from './rig';

let database: Database;
let child: ChildProcess | null = null;
let clients: RigClient[] = [];
const ROUNDS = 4;
const CLIENTS = 3;
const eventually = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 20_000, interval: 2 });

beforeEach(async () => {
  database = await testDatabase();
  await seedDocument(database, 'd1');
});

afterEach(async () => {
  for (const client of clients) client.leave();
  clients = [];
  child?.kill('SIGKILL');
  await database.close();
});

async function startServer(): Promise<string> {
  const file = fileURLToPath(new URL('loss.child.ts', import.meta.url));
  const started = spawn(process.execPath, ['--import', 'tsx', file], {
    env: { ...process.env, DATABASE_URL: database.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = started;
  const [line] = (await once(started.stdout, 'data')) as [Buffer];
  return line.toString().trim();
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

test('CO-D20 what was acknowledged before a kill -9, with every client gone, is there', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const url = await startServer();
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
    const killed = child;
    killed?.kill('SIGKILL');
    if (killed && killed.exitCode === null) await once(killed, 'exit');
    for (const client of clients) client.leave();
    const text = await storedText(database, 'd1');
    expect(promised.filter((word) => !text.includes(word))).toEqual([]);
  }
}, 60_000);
