import { expect, test } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import { partsOf, rangesOf } from './id-ranges.rules';

const CLOCKS = 40;
const set = fc
  .array(fc.record({ clock: fc.nat(CLOCKS - 1), len: fc.integer({ min: 1, max: 6 }) }), { maxLength: 8 })
  .map((ranges) => new Map([[1, ranges]]));

test('CO-D80 what is in one of several sets of ids is told as the sets themselves tell it, in the fewest parts', () => {
  fc.assert(
    fc.property(
      fc.array(set, { maxLength: 3 }),
      fc.nat(CLOCKS),
      fc.integer({ min: 1, max: 20 }),
      (sets, from, length) => {
        const isIn = (clock: number) =>
          sets.some((one) => one.get(1)?.some((range) => clock >= range.clock && clock < range.clock + range.len));
        const parts = partsOf(rangesOf(sets), 1, from, length);
        const told = parts.flatMap((part) => Array.from({ length: part.length }, () => part.isIn));
        expect(told).toEqual(Array.from({ length }, (_, at) => isIn(from + at) === true));
        for (const [at, part] of parts.entries()) expect(part.isIn).not.toBe(parts[at - 1]?.isIn);
      },
    ),
  );
});
