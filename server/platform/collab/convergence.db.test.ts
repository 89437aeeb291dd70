import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Database } from '../db/client';
import { testDatabase } from '../testing/database';
import { type Rig, type RigClient, seedDocument, startRig, storedText } from './rig';

let database: Database;
let rig: Rig;
let documents = 0;
const CLIENTS = 3;
const RUNS = 25;
const eventually = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 20_000, interval: 2 });

beforeAll(async () => {
  database = await testDatabase();
  rig = await startRig(database, { judge: async () => 'write', limits: { idleRoomMs: 1, snapshotTailUpdatesMax: 5 } });
});

afterAll(async () => {
  await rig.close();
  await database.close();
});

type Step = { client: number; act: 'insert' | 'delete' | 'cut' | 'leave' | 'connect'; at: number; text: string };

const step: fc.Arbitrary<Step> = fc.record({
  client: fc.nat({ max: CLIENTS - 1 }),
  act: fc.constantFrom('insert', 'insert', 'insert', 'insert', 'delete', 'delete', 'cut', 'leave', 'connect'),
  at: fc.nat({ max: 1_000 }),
  text: fc.string({ minLength: 1, maxLength: 8 }),
});

function perform(client: RigClient, { act, at, text }: Step): void {
  const { length } = client.text;
  if (act === 'insert') client.text.insert(at % (length + 1), text);
  else if (act === 'delete' && length > 0)
    client.text.delete(at % length, Math.min(text.length, length - (at % length)));
  else if (act === 'cut') client.provider.ws?.close();
  else if (act === 'leave') client.provider.disconnect();
  else if (act === 'connect') client.provider.connect();
}

test('CO-D21 clients that type, are cut off, leave and return end with the same text as PostgreSQL', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
      documents += 1;
      const documentId = `run-${documents}`;
      await seedDocument(database, documentId);
      const clients = Array.from({ length: CLIENTS }, (_, index) => rig.client(`p${index}`, documentId));
      for (const [index, one] of steps.entries()) {
        const client = clients[one.client];
        if (client) perform(client, one);
        // Lets frames travel, so that the steps meet each other halfway.
        if (index % 4 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      for (const client of clients) client.provider.connect();
      await eventually(() => expect(clients.every((client) => client.provider.synced)).toBe(true));
      const [first, ...others] = clients.map((client) => client);
      await eventually(() => {
        for (const other of others) expect(other.text.toString()).toBe(first?.text.toString());
      });
      for (const client of clients) await client.saved();
      expect(await storedText(database, documentId)).toBe(first?.text.toString());
      for (const client of clients) client.leave();
    }),
    { numRuns: RUNS },
  );
  await eventually(() => expect(rig.collaboration.stats().rooms).toBe(0));
}, 120_000);
