import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import type { Database } from '../db/client';
import { testDatabase } from '../testing/database';
import { loadDocument, type Rig, seedDocument, startRig, storedText } from './rig';
import { sqlOf } from './sql';

let database: Database;
let rig: Rig;
const eventually = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 10_000, interval: 5 });

beforeEach(async () => {
  database = await testDatabase();
  await seedDocument(database, 'd1');
  rig = await startRig(database);
  rig.allow('ana', 'd1', 'write');
});

afterEach(async () => {
  await rig.close();
  await database.close();
});

test('CO-D8 a room is put away when it is empty, with a snapshot when its tail is long; the log is kept', async () => {
  await rig.close();
  rig = await startRig(database, { limits: { idleRoomMs: 5, snapshotIdleTailUpdatesMax: 3 } });
  rig.allow('ana', 'd1', 'write');
  const ana = rig.client('ana', 'd1');
  await eventually(() => expect(ana.provider.synced).toBe(true));
  for (const letter of 'letters') {
    ana.text.insert(ana.text.length, letter);
    await ana.saved();
  }
  ana.leave();
  await eventually(() => expect(rig.collaboration.stats().rooms).toBe(0));
  const snapshot = await database.prisma.documentSnapshot.findUniqueOrThrow({ where: { documentId: 'd1' } });
  const newest = await database.prisma.documentUpdate.findFirstOrThrow({ orderBy: { seq: 'desc' } });
  expect(snapshot.seq).toBe(newest.seq);
  expect(snapshot.vector).toEqual(Y.encodeStateVectorFromUpdate(snapshot.state));
  expect(await database.prisma.documentUpdate.count()).toBe(7);
  const loaded = await loadDocument(sqlOf(database.pool), 'd1');
  expect(loaded?.tailUpdates).toBe(0);
  expect(loaded?.doc.getText('text').toString()).toBe('letters');
  loaded?.doc.destroy();
  const again = rig.client('ana', 'd1');
  await eventually(() => expect(again.text.toString()).toBe('letters'));
});

test('CO-D51 who stops in order leaves every document as one snapshot, from which the next one begins', async () => {
  const ana = rig.client('ana', 'd1');
  await eventually(() => expect(ana.provider.synced).toBe(true));
  ana.text.insert(0, 'kept');
  await ana.saved();
  expect(await database.prisma.documentSnapshot.count()).toBe(0);
  await rig.close();
  const loaded = await loadDocument(sqlOf(database.pool), 'd1');
  expect(loaded?.tailUpdates).toBe(0);
  expect(loaded?.doc.getText('text').toString()).toBe('kept');
  loaded?.doc.destroy();
  rig = await startRig(database);
  for (const who of ['ana', 'noah']) rig.allow(who, 'd1', 'write');
  const noah = rig.client('noah', 'd1');
  await eventually(() => expect(noah.text.toString()).toBe('kept'));
  noah.text.insert(4, ', and more');
  await noah.saved();
  expect(await storedText(database, 'd1')).toBe('kept, and more');
});
