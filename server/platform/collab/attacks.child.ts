import pg from 'pg';
import { startRig } from './rig';

/** A server in a process of its own, for the test of what attacks leave in its memory. Everybody may write. */
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
process.on('message', () => {
  for (let index = 0; index < COLLECTIONS; index += 1) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  const { rooms, connections } = rig.collaboration.stats();
  process.send?.({ heldBytes: heapUsed + external, rooms, connections } satisfies MemoryAnswer);
});
process.once('disconnect', () => process.exit());
process.send?.({ url: rig.url });
