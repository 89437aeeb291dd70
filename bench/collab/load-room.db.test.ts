import { setTimeout as wait } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { documentContent } from '@/server/domains/knowledge';
import { seedDocument, startRig } from '@/server/platform/collab/rig';
import { testDatabase } from '@/server/platform/testing/database';
import { emptyBuckets, LoadRoom } from './load-room';
import { Member } from './member';

const CLIENTS = 3;
const WORDS = 60;

test('CO-X20 a room counts each word once for each of the others, and a member hears when all is saved', async () => {
  const database = await testDatabase();
  await seedDocument(database, 'd1');
  const rig = await startRig(database, { judge: async () => 'write', rules: documentContent() });
  const port = Number(new URL(rig.url).port);
  const delays = emptyBuckets();
  const room = new LoadRoom('kenning', port, 'd1', CLIENTS);
  await vi.waitFor(() => expect(room.ready).toBe(true), { timeout: 10_000 });
  room.begin();
  room.prepare(WORDS, delays);
  expect(room.complete).toBe(true);
  for (let word = 0; word < WORDS; word += 1) room.sendNext(performance.now());
  expect(room.complete).toBe(false);
  await vi.waitFor(() => expect(room.complete).toBe(true), { timeout: 10_000 });
  await wait(50);
  expect(delays.reduce((sum, count) => sum + count, 0)).toBe(WORDS * (CLIENTS - 1));

  const saved: number[] = [];
  const member = await Member.enter(
    { port, kind: 'kenning' },
    {
      documentId: 'd1',
      person: 'late',
      onHeard: (heard) => {
        if (heard.saved !== null) saved.push(heard.saved);
      },
    },
  );
  member.askSaved(7);
  await vi.waitFor(() => expect(saved).toEqual([7]));
  member.leave();
  room.end();
  await rig.close();
  await database.close();
});
