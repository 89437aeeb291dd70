import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Database } from '../db/client';
import { testDatabase } from '../testing/database';
import { ATTACKS, type AttackName, attack } from './attacks.testing';
import { type Rig, type RigClient, seedDocument, startRig, storedText } from './rig';

let database: Database;
let rig: Rig;
const ROUND_MS = 1;
const eventually = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 20_000, interval: 5 });

beforeAll(async () => {
  database = await testDatabase();
  rig = await startRig(database, { judge: async () => 'write' });
});

afterAll(async () => {
  await rig.close();
  await database.close();
});

async function write(innocent: RigClient, word: string): Promise<void> {
  innocent.text.insert(innocent.text.length, word);
  await innocent.saved();
}

/** What changes nothing of the document that it is aimed at; the rest is allowed to write, and writes. */
const NAMES = (Object.keys(ATTACKS) as AttackName[]).filter(
  (name) => !['a forged client id', 'clocks of the far future', 'a million tiny structs'].includes(name),
);

test.each(NAMES.map((name, index) => [index + 1, name] as const))(
  'CO-X%i %s hurts nobody else',
  async (index, name) => {
    const documentId = `attacked-${index}`;
    await seedDocument(database, documentId);
    const innocent = rig.client('ana', documentId);
    await eventually(() => expect(innocent.provider.synced).toBe(true));
    await write(innocent, 'before ');
    const victim = { clientId: innocent.doc.clientID, clock: () => innocent.text.length };
    const place = { root: 'text', kind: 'text' } as const;
    await attack(name, { url: rig.url, documentId, personId: 'mallory', place, victim }, ROUND_MS);
    await write(innocent, 'after');
    expect(innocent.provider.wsconnected).toBe(true);
    expect(await storedText(database, documentId)).toBe('before after');
    innocent.leave();
    await eventually(() => expect(rig.collaboration.stats().connections).toBe(0));
  },
  60_000,
);
