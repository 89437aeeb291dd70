import { expect, test } from 'vitest';
import fc from './fast-check';
import { chooseSeed } from './seed';

test('what is done at random is the same in every verify, another in a deep one, and the same again where it is named', () => {
  expect(chooseSeed({})).toBe(chooseSeed({}));
  const deep = new Set(Array.from({ length: 5 }, () => chooseSeed({ KENNING_DEEP: '1' })));
  expect(deep.size).toBeGreaterThan(1);
  expect(chooseSeed({ KENNING_SEED: '7', KENNING_DEEP: '1' })).toBe(7);
});

test('property tests have a seed of the run', () => {
  expect(fc.readConfigureGlobal().seed).toBeTypeOf('number');
});
