import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { eventually, OneServer } from './one-server.testing';
import { loadDocument, storedText } from './rig';
import { sqlOf } from './sql';

const one = new OneServer({ ana: 'write' });

test('CO-D8 a room is put away when it is empty, with a snapshot when its tail is long; the log is kept', async () => {
  await one.restart({ limits: { idleRoomMs: 5, snapshotIdleTailUpdatesMax: 3 } });
  one.rig.allow('ana', 'd1', 'write');
  const ana = one.rig.client('ana', 'd1');
  await eventually(() => expect(ana.provider.synced).toBe(true));
  for (const letter of 'letters') {
    ana.text.insert(ana.text.length, letter);
    await ana.saved();
  }
  ana.leave();
  await eventually(() => expect(one.rig.collaboration.stats().rooms).toBe(0));
  const snapshot = await one.database.prisma.documentSnapshot.findUniqueOrThrow({ where: { documentId: 'd1' } });
  const newest = await one.database.prisma.documentUpdate.findFirstOrThrow({ orderBy: { seq: 'desc' } });
  expect(snapshot.seq).toBe(newest.seq);
  expect(snapshot.vector).toEqual(Y.encodeStateVectorFromUpdate(snapshot.state));
  expect(await one.database.prisma.documentUpdate.count()).toBe(7);
  const loaded = await loadDocument(sqlOf(one.database.pool), 'd1');
  expect(loaded?.tailUpdates).toBe(0);
  expect(loaded?.doc.getText('text').toString()).toBe('letters');
  loaded?.doc.destroy();
  const again = one.rig.client('ana', 'd1');
  await eventually(() => expect(again.text.toString()).toBe('letters'));
});

test('CO-D51 who stops in order leaves every document as one snapshot, from which the next one begins', async () => {
  const ana = one.rig.client('ana', 'd1');
  await eventually(() => expect(ana.provider.synced).toBe(true));
  ana.text.insert(0, 'kept');
  await ana.saved();
  expect(await one.database.prisma.documentSnapshot.count()).toBe(0);
  await one.rig.close();
  const loaded = await loadDocument(sqlOf(one.database.pool), 'd1');
  expect(loaded?.tailUpdates).toBe(0);
  expect(loaded?.doc.getText('text').toString()).toBe('kept');
  loaded?.doc.destroy();
  await one.start();
  for (const who of ['ana', 'noah']) one.rig.allow(who, 'd1', 'write');
  const noah = one.rig.client('noah', 'd1');
  await eventually(() => expect(noah.text.toString()).toBe('kept'));
  noah.text.insert(4, ', and more');
  await noah.saved();
  expect(await storedText(one.database, 'd1')).toBe('kept, and more');
});
