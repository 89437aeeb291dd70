import { randomInt } from 'node:crypto';

const SEED_END = 2 ** 32;
const EVERYDAY_SEED = 20_261_128;

/**
 * Where what is done at random begins: at the same in every `npm run verify`, elsewhere each time in
 * `npm run verify:deep`, and where `KENNING_SEED` says.
 */
export function chooseSeed(env: Record<string, string | undefined> = process.env): number {
  if (env.KENNING_SEED !== undefined) return Number(env.KENNING_SEED);
  return env.KENNING_DEEP ? randomInt(SEED_END) : EVERYDAY_SEED;
}
