import { expect, test } from 'vitest';
import { isOwed, type Keeping } from './hand-over.rules';

test.each<[Keeping[], boolean]>([
  [[], false],
  [['taken'], true],
  [['taken', 'taken'], true],
  [['taken', 'gained'], false],
  [['taken', 'gained', 'removed'], false],
  [['removed', 'taken'], false],
  [['removed', 'gained', 'taken'], true],
  [['taken', 'gained', 'taken'], true],
])('KN-H5: %j is owed: %s', (history, owed) => {
  expect(isOwed(history)).toBe(owed);
});
