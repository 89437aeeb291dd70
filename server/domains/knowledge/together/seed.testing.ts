import { randomInt } from 'node:crypto';

const SEED_END = 2 ** 32;

/**
 * Runs with the seed of `KENNING_SEED`, or with one of its own, which is printed and stands in what is thrown: what is
 * done is then the same, when what arrives may differ.
 */
export async function seeded(work: (seed: number, say: (line: string) => void) => Promise<void>): Promise<void> {
  const seed = Number(process.env.KENNING_SEED ?? randomInt(SEED_END));
  const say = (line: string) => void process.stdout.write(`KENNING_SEED=${seed}: ${line}\n`);
  say('begins');
  try {
    await work(seed, say);
  } catch (error) {
    say('failed');
    throw new Error(`With KENNING_SEED=${seed}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}
