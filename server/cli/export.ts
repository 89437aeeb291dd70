import type { Io } from './io';

/** Runs `kenning export`. @returns the exit code */
export async function run(_args: string[], io: Io): Promise<number> {
  io.err('This verb is not there yet.');
  return 1;
}
