import { fileURLToPath } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';
import { type Running, runProgram } from '../testing/processes';
import { OneDatabase } from './one-database.testing';
import { connectClient, type RigClient, storedText } from './rig';

const one = new OneDatabase('d1');
let server: Running | null = null;
let clients: RigClient[] = [];
const ROUNDS = 4;
const CLIENTS = 3;
const eventually = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 20_000, interval: 2 });

afterEach(async () => {
  for (const client of clients) client.leave();
  clients = [];
  await server?.kill();
});

async function startServer(): Promise<string> {
  const program = fileURLToPath(new URL('loss.child.ts', import.meta.url));
  server = runProgram(program, [], { env: { DATABASE_URL: one.database.url } });
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
    await server?.kill();
    for (const client of clients) client.leave();
    const text = await storedText(one.database, 'd1');
    expect(promised.filter((word) => !text.includes(word))).toEqual([]);
  }
}, 60_000);
