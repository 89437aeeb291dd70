import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { DOCUMENT_FRAGMENT } from '@/server/domains/knowledge/document.schema';
import { ATTACKS, type AttackName, attack, wrongEndings } from '@/server/platform/collab/attacks.testing';
import { NOISE_SEED } from '@/server/platform/collab/noise.testing';
import { connectClient, loadDocument, seedDocument } from '@/server/platform/collab/rig';
import { sqlOf } from '@/server/platform/collab/sql';
import type { Database } from '@/server/platform/db/client';
import { testDatabase } from '@/server/platform/testing/database';
import { type Running, runProgram } from '@/server/platform/testing/processes';
import type { MemoryAnswer } from './attacks.child';

let database: Database;
let server: Running;
let questions = 0;
/** The first grows what every process grows once: compiled code, pools, caches. */
const WARM_ROUNDS = 1;
const ROUNDS = 6;
const ATTACK_MS = 1;
/** Between the middle of the early rounds and the middle of the late ones, three rounds on: ten times what it varies by. */
const GROWTH_BYTES_MAX = 1_000_000;
/** Of the last rounds over the second: what is free is not always given back to the machine. */
const RESIDENT_GROWTH_BYTES_MAX = 32_000_000;
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
async function round(url: string): Promise<MemoryAnswer> {
  const innocent = connectClient(url, 'ana', 'd1');
  const { doc } = innocent;
  await eventually(() => expect(innocent.provider.synced).toBe(true));
  const words = new Y.XmlText('x');
  const paragraph = new Y.XmlElement('paragraph');
  paragraph.insert(0, [words]);
  const fragment = doc.getXmlFragment(DOCUMENT_FRAGMENT);
  fragment.insert(fragment.length, [paragraph]);
  await innocent.saved();
  const victim = { clientId: doc.clientID, clock: () => Y.getState(doc.store, doc.clientID) };
  const place = { root: DOCUMENT_FRAGMENT, kind: 'paragraph' } as const;
  const target = { url, documentId: 'd1', personId: 'mallory', place, victim };
  for (const name of Object.keys(ATTACKS) as AttackName[]) {
    expect(wrongEndings(name, await attack(name, target, ATTACK_MS)), `${name}, ${NOISE_SEED}`).toEqual([]);
  }
  words.insert(words.length, 'y');
  await innocent.saved();
  innocent.leave();
  await eventually(async () => expect(await memory()).toMatchObject({ rooms: 0, connections: 0 }));
  return memory();
}

/** What is stored, but for the empty paragraph that one of the attacks may make, as everybody may who writes. */
async function storedWords(): Promise<string> {
  const loaded = await loadDocument(sqlOf(database.pool), 'd1');
  const words = loaded?.doc.getXmlFragment(DOCUMENT_FRAGMENT).toString();
  loaded?.doc.destroy();
  return words?.replace('<paragraph></paragraph>', '') ?? '';
}

/** The middle of three. */
const middle = (values: readonly number[]): number => [...values].sort((one, other) => one - other)[1] ?? Number.NaN;

test(
  'CO-X35 round after round of all attacks the memory of the server comes back, with the thread and the rules of the product',
  async () => {
    process.stdout.write(`${NOISE_SEED}\n`);
    const url = await startServer();
    const answers: MemoryAnswer[] = [];
    for (let index = 0; index < WARM_ROUNDS + ROUNDS; index += 1) answers.push(await round(url));
    const measured = answers.slice(WARM_ROUNDS);
    const held = measured.map(({ heldBytes }) => heldBytes);
    const resident = measured.map(({ residentBytes }) => residentBytes);
    process.stdout.write(`After each round: ${JSON.stringify(answers)}\n`);
    expect(answers[0]?.threadTasks).toBeGreaterThan(0);
    expect(middle(held.slice(-3)) - middle(held.slice(0, 3))).toBeLessThan(GROWTH_BYTES_MAX);
    expect(middle(resident.slice(-3)) - (resident[0] ?? Number.NaN)).toBeLessThan(RESIDENT_GROWTH_BYTES_MAX);
    expect(await storedWords()).toBe('<paragraph>xy</paragraph>'.repeat(WARM_ROUNDS + ROUNDS));
  },
  DEADLINE_MS,
);
