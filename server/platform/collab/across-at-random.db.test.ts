import { expect } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import { BehindRedis, changed, eventually, type Process, withRedis } from './behind-redis.testing';
import type { FanOut } from './fan-out';
import { type RigClient, seedDocument, storedText } from './rig';

const behind = new BehindRedis();
const CLIENTS = 4;
const RUNS = 15;
/** Longer than a room waits for it. */
const LATE_MS = 80;

/** What becomes of a message. */
type Fate = 'now' | 'never' | 'late' | 'twice';
type Step = { client: number; act: 'insert' | 'delete' | 'cut' | 'move'; at: number; text: string };

const fates = fc.array(fc.constantFrom<Fate>('now', 'now', 'never', 'late', 'twice'), { minLength: 20, maxLength: 20 });
const steps = fc.array(
  fc.record<Step>({
    client: fc.nat({ max: CLIENTS - 1 }),
    act: fc.constantFrom('insert', 'insert', 'insert', 'insert', 'insert', 'delete', 'delete', 'cut', 'move'),
    at: fc.nat({ max: 1_000 }),
    text: fc.string({ minLength: 1, maxLength: 8 }),
  }),
  { minLength: 20, maxLength: 80 },
);

/** Loses, delays and repeats what is said, as it is told. */
function careless(fanOut: FanOut, fate: () => Fate): FanOut {
  return changed(fanOut, {
    send: (about, message) => {
      const what = fate();
      const send = () => fanOut.send(about, message);
      if (what === 'now' || what === 'twice') send();
      if (what === 'late' || what === 'twice') setTimeout(send, LATE_MS);
    },
  });
}

function perform(client: RigClient, { act, at, text }: Step, processes: readonly Process[]): void {
  const { length } = client.text;
  const start = at % (length + 1);
  if (act === 'insert') client.text.insert(start, text);
  else if (act === 'delete') client.text.delete(start, Math.min(text.length, length - start));
  else if (act === 'cut') client.provider.ws?.close();
  else if (act === 'move') {
    client.provider.disconnect();
    client.provider.serverUrl = `${processes[at % processes.length]?.url}/collab`;
    client.provider.connect();
  }
}

withRedis(
  'CO-R23 whatever Redis loses, delays or repeats, and whoever moves between processes, all end with what PostgreSQL has',
  async () => {
    let runs = 0;
    let said = 0;
    let told: Fate[] = ['now'];
    const change = (fanOut: FanOut) => careless(fanOut, () => told[said++ % told.length] ?? 'now');
    const limits = { idleRoomMs: 1, snapshotTailUpdatesMax: 5 };
    const processes = [await behind.start({ change, limits }), await behind.start({ change, limits })];
    const property = fc.asyncProperty(fates, steps, async (fate, acts) => {
      told = fate;
      runs += 1;
      const documentId = `run-${runs}`;
      await seedDocument(behind.database, documentId);
      const clients = Array.from({ length: CLIENTS }, (_, at) => {
        const process = processes[at % 2] as Process;
        for (const each of processes) each.allow(`p${at}`, documentId, 'write');
        return process.client(`p${at}`, documentId);
      });
      for (const [at, one] of acts.entries()) {
        perform(clients[one.client] as RigClient, one, processes);
        // Lets frames travel, so that the steps meet each other halfway.
        if (at % 4 === 0) await new Promise((resolve) => setTimeout(resolve, one.at % 15));
      }
      await eventually(() => expect(clients.every(({ provider }) => provider.synced)).toBe(true));
      await eventually(async () => {
        const stored = await storedText(behind.database, documentId);
        expect(clients.map(({ text }) => text.toString())).toEqual(clients.map(() => stored));
      });
      // Each hears that it is saved: what it typed is among it.
      await Promise.all(clients.map((client) => client.saved()));
      for (const client of clients) client.leave();
    });
    await fc.assert(property, { numRuns: RUNS, endOnFailure: true });
    await eventually(() => expect(processes.map(({ collaboration }) => collaboration.stats().rooms)).toEqual([0, 0]));
  },
  120_000,
);
