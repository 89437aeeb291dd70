import { expect, test } from 'vitest';
import { testDatabase } from '../testing/database';
import { BehindRedis, eventually, withRedis } from './behind-redis.testing';
import { seedDocument, startRig } from './rig';

const behind = new BehindRedis();

test('CO-E66 it is known who has a document open, each once, and no longer than they have', async () => {
  const database = await testDatabase();
  await seedDocument(database, 'd1');
  const rig = await startRig(database);
  for (const person of ['ana', 'zoe']) rig.allow(person, 'd1', 'write');
  const opened = ['ana', 'ana', 'zoe'].map((person) => rig.client(person, 'd1'));
  await eventually(() => expect(opened.map(({ provider }) => provider.synced)).toEqual([true, true, true]));
  expect((await rig.collaboration.whoIsIn('d1')).sort()).toEqual(['ana', 'zoe']);
  expect(await rig.collaboration.whoIsIn('d2')).toEqual([]);
  opened.at(-1)?.leave();
  await eventually(async () => expect(await rig.collaboration.whoIsIn('d1')).toEqual(['ana']));
  for (const client of opened.slice(0, -1)) client.leave();
  await rig.close();
  await database.close();
});

withRedis('CO-E67 also of who has it open in another process, whether anybody has here or not', async () => {
  const { noah } = await behind.together();
  const third = await behind.start();
  await eventually(() => expect(third.fanOut.isOpen).toBe(true));
  await eventually(async () => expect((await third.collaboration.whoIsIn('d1')).sort()).toEqual(['ana', 'noah']));
  expect((await behind.here.collaboration.whoIsIn('d1')).sort()).toEqual(['ana', 'noah']);
  expect(await third.collaboration.whoIsIn('d2')).toEqual([]);
  noah.leave();
  await eventually(async () => expect(await third.collaboration.whoIsIn('d1')).toEqual(['ana']));
});
