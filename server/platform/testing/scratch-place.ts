import { accessSync, constants, statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';

const IN_MEMORY = '/dev/shm';
/** Several times what a run of the tests has there at once. */
const ROOM_BYTES = 4 * 1_024 ** 3;

function hasRoom(folder: string, roomBytes: number): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize >= roomBytes && freemem() >= roomBytes;
  } catch {
    return false;
  }
}

type Given = { env?: Record<string, string | undefined>; inMemory?: string; roomBytes?: number };

/**
 * Where tests have what they throw away: in memory where there is room, since a database for each test is a few hundred
 * files each time. `TMPDIR`, where it is set, holds.
 */
export function scratchPlace({ env = process.env, inMemory = IN_MEMORY, roomBytes = ROOM_BYTES }: Given = {}): string {
  if (env.TMPDIR) return env.TMPDIR;
  return hasRoom(inMemory, roomBytes) ? inMemory : tmpdir();
}
