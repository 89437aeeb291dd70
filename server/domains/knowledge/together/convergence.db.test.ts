import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Rig, seedDocument, startRig } from '@/server/platform/collab/rig';
import { sqlOf } from '@/server/platform/collab/sql';
import type { Database } from '@/server/platform/db/client';
import { testDatabase } from '@/server/platform/testing/database';
import { documentContent } from '../document-content';
import { Crowd } from './crowd.testing';
import { type Network, openNetwork } from './network.testing';
import { Chance } from './random.testing';
import { seeded } from './seed.testing';

const OPERATIONS = 1_000;
const MISFORTUNES = { cut: 8, cutAll: 40, leave: 6, reload: 25, stop: 40, kill: 0, killDatabase: 0, killBoth: 0 };

let database: Database;
let network: Network;
let rig: Rig | null = null;

beforeEach(async () => {
  database = await testDatabase();
});

afterEach(async () => {
  await rig?.close();
  await network.close();
  await database.close();
});

async function start(): Promise<number> {
  rig = await startRig(database, {
    judge: async () => 'write',
    rules: documentContent(),
    limits: { idleRoomMs: 1, snapshotTailUpdatesMax: 5, snapshotSpacingMs: 100 },
  });
  return Number(new URL(rig.url).port);
}

async function stop(): Promise<void> {
  await rig?.close();
  rig = null;
}

test('CO-D21 people who write as the editor does, are cut off, leave and return all end with what PostgreSQL has', async () => {
  await seeded(async (seed, say) => {
    const documentIds = ['d1', 'd2'];
    for (const documentId of documentIds) await seedDocument(database, documentId);
    network = await openNetwork(new Chance(seed));
    network.leadTo(await start());
    const trial = { start, stop, network, sql: sqlOf(database.pool), documentIds };
    const crowd = new Crowd(trial, {
      seed,
      writersPerDocument: 3,
      operations: OPERATIONS,
      misfortunes: MISFORTUNES,
      say,
    });
    try {
      await crowd.write();
      await crowd.settle();
      for (const kind of ['cut', 'leave', 'stop'] as const) expect(crowd.happened[kind], kind).toBeGreaterThan(0);
    } finally {
      crowd.leave();
    }
  });
}, 120_000);
