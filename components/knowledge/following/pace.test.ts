import { expect, test } from 'vitest';
import { ASK_EVERY_MS, nextAskingMs } from './pace';

test('KN-Z61 a page that takes long to show is asked for less often, and within a minute all the same', () => {
  expect(nextAskingMs(0)).toBe(ASK_EVERY_MS);
  expect(nextAskingMs(150)).toBe(ASK_EVERY_MS);
  expect(nextAskingMs(1_000)).toBe(20_000);
  expect(nextAskingMs(30_000)).toBe(60_000);
});
