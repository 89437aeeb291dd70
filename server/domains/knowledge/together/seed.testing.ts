import { chooseSeed } from '@/server/platform/testing/seed';

/**
 * Runs with a seed, which is printed and stands in what is thrown. With the same seed the same is done; when what
 * arrives may differ.
 */
export async function seeded(work: (seed: number, say: (line: string) => void) => Promise<void>): Promise<void> {
  const seed = chooseSeed();
  const say = (line: string) => void process.stdout.write(`KENNING_SEED=${seed}: ${line}\n`);
  say('begins');
  try {
    await work(seed, say);
  } catch (error) {
    say('failed');
    throw new Error(`With KENNING_SEED=${seed}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}
