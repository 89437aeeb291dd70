import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Database, openDatabase } from '../db/client';
import { openLog } from '../log';
import { testDatabase } from '../testing/database';
import { HAS_REDIS, startRedis, type TestRedis } from '../testing/redis';
import { type FanOut, openFanOut } from './fan-out';
import type { CollabLimits } from './limits';
import { type Rig, type RigClient, seedDocument, startRig } from './rig';

/** For tests that need a Redis: skipped where there is none. */
export const withRedis = test.runIf(HAS_REDIS);

/** Sooner than every client says by itself that it is there, which is after 15 seconds. */
export const eventually = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 10_000, interval: 5 });

const CONNECTIONS_MAX = 4;

/** What the processes of one installation know. */
export const INSTALLATION = Buffer.from('the key of one installation');

/** One process of an installation. */
export type Process = Rig & { fanOut: FanOut; database: Database };

export type StartProcess = {
  key?: Buffer;
  limits?: Partial<CollabLimits>;
  /** What it makes of its way to the others. */
  change?: (fanOut: FanOut) => FanOut;
};

/** Two processes of one installation behind a Redis of their own, anew for each test, and document d1. */
export class BehindRedis {
  database!: Database;
  redis!: TestRedis;
  here!: Process;
  there!: Process;
  /** All of them. */
  readonly started: Process[] = [];

  constructor(limits: Partial<CollabLimits> = {}) {
    beforeEach(async () => {
      if (!HAS_REDIS) return;
      this.database = await testDatabase();
      await seedDocument(this.database, 'd1');
      this.redis = await startRedis();
      this.here = await this.start({ limits });
      this.there = await this.start({ limits });
      for (const { fanOut } of this.started) await eventually(() => expect(fanOut.isOpen).toBe(true));
    });
    afterEach(async () => {
      if (!HAS_REDIS) return;
      for (const process of this.started.splice(0)) {
        await process.close();
        await process.fanOut.close();
        await process.database.close();
      }
      await this.redis.close();
      await this.database.close();
    });
  }

  /** Ana and Noah may write in it, Zoe may read. */
  async start({ key = INSTALLATION, limits, change = (fanOut) => fanOut }: StartProcess = {}): Promise<Process> {
    const fanOut = openFanOut({ url: this.redis.url, key, log: openLog('silent'), limits });
    const database = openDatabase(this.database.url, { connectionsMax: CONNECTIONS_MAX });
    const rig = await startRig(database, { fanOut: change(fanOut), limits });
    for (const person of ['ana', 'noah']) rig.allow(person, 'd1', 'write');
    rig.allow('zoe', 'd1', 'read');
    const process = Object.assign(rig, { fanOut, database });
    this.started.push(process);
    return process;
  }

  /** Another document, in which they may do the same. */
  async add(documentId: string): Promise<void> {
    await seedDocument(this.database, documentId);
    for (const { access } of this.started) {
      for (const person of ['ana', 'noah']) access.set(`${person} ${documentId}`, 'write');
    }
  }

  /** Somebody who has come into the document, and shows a caret. */
  async join(process: Process, personId: string, documentId = 'd1'): Promise<RigClient> {
    const client = process.client(personId, documentId);
    client.provider.awareness.setLocalStateField('caret', 0);
    await eventually(() => expect(client.provider.synced).toBe(true));
    return client;
  }

  /** Ana here and Noah there. */
  async together(): Promise<{ ana: RigClient; noah: RigClient }> {
    const [ana, noah] = await Promise.all([this.join(this.here, 'ana'), this.join(this.there, 'noah')]);
    return { ana, noah };
  }
}

/** The same way to the others, but for what is given. */
export function changed(fanOut: FanOut, change: Partial<FanOut>): FanOut {
  return {
    get isOpen() {
      return fanOut.isOpen;
    },
    get stats() {
      return fanOut.stats;
    },
    listen: (listener) => fanOut.listen(listener),
    send: (about, message) => fanOut.send(about, message),
    close: () => fanOut.close(),
    ...change,
  };
}

/** The other people whom a client sees. */
export function seenBy({ provider: { awareness } }: RigClient): string[] {
  const others = [...awareness.getStates()].filter(([client]) => client !== awareness.clientID);
  return others.map(([, { user }]) => String(user?.id)).sort();
}

/** A few words, each saved before the next. */
export async function type(client: RigClient, name: string, words: number): Promise<void> {
  for (let word = 0; word < words; word += 1) {
    client.text.insert(client.text.length, `${name}-${word} `);
    await client.saved();
  }
}
