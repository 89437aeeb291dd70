import { createInterface } from 'node:readline';
import pg from 'pg';
import { startRig } from './rig';

/**
 * A server in a process of its own, for the test of what attacks leave in its memory. Everybody may write. Whatever line it
 * is given it repeats, with what it holds.
 */
export type MemoryAnswer = { heldBytes: number; rooms: number; connections: number };

const COLLECTIONS = 3;
const url = process.env.DATABASE_URL;
if (!url) throw new Error('DATABASE_URL names the database.');
const limits = { idleRoomMs: 200 };
const listening = { headMs: 1_000, lookMs: 100 };
const rig = await startRig(
  { pool: new pg.Pool({ connectionString: url, max: 4 }), url },
  { judge: async () => 'write', limits },
  listening,
);
createInterface({ input: process.stdin }).on('line', (question) => {
  for (let index = 0; index < COLLECTIONS; index += 1) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  const { rooms, connections } = rig.collaboration.stats();
  const answer: MemoryAnswer = { heldBytes: heapUsed + external, rooms, connections };
  process.stdout.write(`${question} ${JSON.stringify(answer)}\n`);
});
process.stdin.once('end', () => process.exit());
process.stdout.write(`${rig.url}\n`);
