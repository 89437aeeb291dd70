import { expect, test } from 'vitest';
import type { Log } from '../log';
import { exactDocument } from './encoded';
import { COLLAB_LIMITS } from './limits';
import { RoomDocument } from './room-document';

const { seenByAllMs } = COLLAB_LIMITS;

test('CO-D131 what is here for two to four seconds everybody has seen, and what came since nobody is known to have', () => {
  const sql = () => Promise.reject(new Error('Nothing reads the database.'));
  const document = new RoomDocument({ documentId: 'd', limits: COLLAB_LIMITS, log: {} as Log, sql });
  const doc = exactDocument();
  document.live = doc;
  doc.clientID = 1;
  const text = doc.getText('text');
  const settled = (nowMs: number) => {
    document.noteTime(nowMs);
    return document.settled.get(1) ?? 0;
  };
  text.insert(0, 'found');
  expect(settled(0)).toBe(5);
  for (let turn = 1; turn <= 40; turn += 1) {
    const nowMs = (turn * seenByAllMs) / 10;
    const count = settled(nowMs);
    // A letter each turn: those of the last two seconds are not counted, and those of four seconds ago are.
    expect(count).toBeLessThanOrEqual(Math.max(5, 5 + turn - 10));
    expect(count).toBeGreaterThanOrEqual(Math.min(5 + turn, 5 + turn - 20));
    text.insert(text.length, 'x');
  }
  // Nothing came meanwhile.
  expect(settled(100 * seenByAllMs)).toBe(45);
  // A clock that was put back is gone by.
  text.insert(text.length, 'x');
  expect(settled(seenByAllMs)).toBe(45);
  expect(settled(4 * seenByAllMs)).toBe(46);
  document.close();
  expect(settled(101 * seenByAllMs)).toBe(0);
});
