import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Database } from '../db/client';
import { testDatabase } from '../testing/database';
import { ATTACKS, type AttackName, attack, wrongEndings } from './attacks.testing';
import { NOISE_SEED } from './noise.testing';
import { type Rig, type RigClient, seedDocument, startRig, storedText } from './rig';

let database: Database;
let rig: Rig;
const clients: RigClient[] = [];
const ROUND_MS = 1;
/** The attacker, the server and the innocent share one process here; the bench, where they do not, holds 250 ms. */
const WAIT_MS_MAX = 5_000;
const eventually = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 20_000, interval: 5 });

beforeAll(async () => {
  process.stdout.write(`${NOISE_SEED}\n`);
  database = await testDatabase();
  rig = await startRig(database, { judge: async () => 'write' }, { headMs: 1_000, lookMs: 100 });
});

afterAll(async () => {
  await rig.close();
  await database.close();
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.leave();
  await eventually(() => expect(rig.collaboration.stats().connections).toBe(0));
});

/** Types words, one after the other is saved, until told. @returns the longest wait */
async function typeOn(innocent: RigClient, reader: RigClient, stopped: () => boolean): Promise<number> {
  let longestMs = 0;
  for (let word = 0; !stopped() || word < 2; word += 1) {
    const began = performance.now();
    innocent.text.insert(innocent.text.length, `word-${word} `);
    await innocent.saved();
    const { length } = innocent.text;
    await eventually(() => expect(reader.text.length).toBeGreaterThanOrEqual(length));
    longestMs = Math.max(longestMs, performance.now() - began);
  }
  return longestMs;
}

const RULES: Record<AttackName, string> = {
  'random bytes': 'CO-X21',
  'frames of random bytes': 'CO-X34',
  'random bytes below the protocol': 'CO-X36',
  'truncated messages': 'CO-X22',
  'a text frame': 'CO-X23',
  'a reserved opcode': 'CO-X24',
  'an unmasked frame': 'CO-X25',
  'a frame of 20 MB': 'CO-X26',
  'a frame of 200 MB': 'CO-X27',
  'a forged presence': 'CO-X28',
  'a forged client id': 'CO-X29',
  'clocks of the far future': 'CO-X30',
  'a million tiny structs': 'CO-X31',
  'a thousand half-open connections': 'CO-X32',
  'a client that reads nothing': 'CO-X33',
};

test.each((Object.keys(ATTACKS) as AttackName[]).map((name) => [RULES[name], name] as const))(
  '%s %s: the offender goes, nothing of it is kept, and the others go on typing',
  async (rule, name) => {
    const documentId = `attacked-${rule}`;
    await seedDocument(database, documentId);
    const innocent = rig.client('ana', documentId);
    const reader = rig.client('ben', documentId);
    clients.push(innocent, reader);
    await eventually(() => expect(innocent.provider.synced && reader.provider.synced).toBe(true));
    let over = false;
    const typing = typeOn(innocent, reader, () => over);
    const victim = { clientId: innocent.doc.clientID, clock: () => innocent.text.length };
    const place = { root: 'text', kind: 'text' } as const;
    const endings = await attack(name, { url: rig.url, documentId, personId: 'mallory', place, victim }, ROUND_MS);
    over = true;
    expect(await typing).toBeLessThan(WAIT_MS_MAX);
    expect(endings.size).toBeGreaterThan(0);
    expect(wrongEndings(name, endings), NOISE_SEED).toEqual([]);
    expect([innocent, reader].every(({ provider }) => provider.wsconnected)).toBe(true);
    expect(await storedText(database, documentId)).toBe(innocent.text.toString());
    expect(await database.prisma.documentUpdate.count({ where: { documentId, personId: 'mallory' } })).toBe(0);
    expect(rig.collaboration.stats()).toMatchObject({ connections: 2, openings: 0 });
  },
  60_000,
);
