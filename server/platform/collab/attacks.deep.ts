import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Database } from '../db/client';
import { testDatabase } from '../testing/database';
import { type Running, runProgram } from '../testing/processes';
import type { MemoryAnswer } from './attacks.child';
import { ATTACKS, type AttackName, attack, wrongEndings } from './attacks.testing';
import { connectClient, seedDocument, storedText } from './rig';

let database: Database;
let server: Running;
let questions = 0;
/** The first grows what every process grows once: compiled code, pools, caches. */
const WARM_ROUNDS = 1;
const ROUNDS = 6;
const ATTACK_MS = 1;
/** Between the middle of the early rounds and the middle of the late ones, three rounds on: ten times what it varies by. */
const GROWTH_BYTES_MAX = 1_000_000;
const DEADLINE_MS = 10 * 60_000;
const eventually = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 30_000, interval: 100 });

beforeEach(async () => {
  database = await testDatabase();
  await seedDocument(database, 'd1');
});

afterEach(async () => {
  await server.kill();
  await database.close();
});

async function startServer(): Promise<string> {
  const program = fileURLToPath(new URL('attacks.child.ts', import.meta.url));
  server = runProgram(program, [], { env: { DATABASE_URL: database.url }, nodeArgs: ['--expose-gc'], hears: true });
  return server.line((line) => line.startsWith('ws:'));
}

async function memory(): Promise<MemoryAnswer> {
  questions += 1;
  const question = `${questions}:`;
  server.say(question);
  const line = await server.line((one) => one.startsWith(question));
  return JSON.parse(line.slice(question.length)) as MemoryAnswer;
}

/** Every attack once, on the document of somebody who can write in it after that. @returns what the server holds then */
async function round(url: string): Promise<number> {
  const innocent = connectClient(url, 'ana', 'd1');
  await eventually(() => expect(innocent.provider.synced).toBe(true));
  innocent.text.insert(innocent.text.length, 'x');
  await innocent.saved();
  const victim = { clientId: innocent.doc.clientID, clock: () => 1 };
  const target = { url, documentId: 'd1', personId: 'mallory', place: { root: 'text', kind: 'text' }, victim } as const;
  for (const name of Object.keys(ATTACKS) as AttackName[]) {
    expect(wrongEndings(name, await attack(name, target, ATTACK_MS)), name).toEqual([]);
  }
  innocent.text.insert(innocent.text.length, 'y');
  await innocent.saved();
  innocent.leave();
  await eventually(async () => expect(await memory()).toMatchObject({ rooms: 0, connections: 0 }));
  return (await memory()).heldBytes;
}

/** The middle of three. */
const middle = (values: readonly number[]): number => [...values].sort((one, other) => one - other)[1] ?? Number.NaN;

test(
  'CO-X35 round after round of all attacks the memory of the server comes back',
  async () => {
    const url = await startServer();
    const held: number[] = [];
    for (let index = 0; index < WARM_ROUNDS + ROUNDS; index += 1) held.push(await round(url));
    const measured = held.slice(WARM_ROUNDS);
    process.stdout.write(`Held after each round, in bytes: ${held.join(', ')}\n`);
    expect(middle(measured.slice(-3)) - middle(measured.slice(0, 3))).toBeLessThan(GROWTH_BYTES_MAX);
    expect(await storedText(database, 'd1')).toBe('xy'.repeat(WARM_ROUNDS + ROUNDS));
  },
  DEADLINE_MS,
);
