/**
 * A server in a process of its own, with the thread and the rules of the product, for the test of what attacks leave in its
 * memory. Everybody may write. Whatever line it is given it repeats, with what it holds.
 */
import { createInterface } from 'node:readline';
import { documentContent } from '@/server/domains/knowledge';
import { startRig } from '@/server/platform/collab/rig';
import { openDatabase } from '@/server/platform/db/client';
import { openLog } from '@/server/platform/log';
import { type Runtime, setRuntime } from '@/server/platform/runtime';
import type { TaskWorker } from '@/server/platform/worker/thread';
import { openWorker } from './worker';

export type MemoryAnswer = {
  /** What the scripts of the main thread hold. */
  heldBytes: number;
  /** What the process takes of the machine, with its threads. */
  residentBytes: number;
  rooms: number;
  connections: number;
  /** Given to the worker thread so far. */
  threadTasks: number;
};

const COLLECTIONS = 3;
const url = process.env.DATABASE_URL;
if (!url) throw new Error('DATABASE_URL names the database.');
const database = openDatabase(url);
// Anything but production: the thread runs from source, as this process does.
const worker = openWorker({ NODE_ENV: 'test' }, openLog('silent'));
let threadTasks = 0;
const run: TaskWorker['run'] = (task, input) => {
  threadTasks += 1;
  return worker.run(task, input);
};
setRuntime({ worker: { ...worker, run } } as Runtime);
const limits = { idleRoomMs: 200 };
const listening = { headMs: 1_000, lookMs: 100 };
const rig = await startRig(database, { judge: async () => 'write', rules: documentContent(), limits }, listening);
createInterface({ input: process.stdin }).on('line', (question) => {
  for (let index = 0; index < COLLECTIONS; index += 1) globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  const { rooms, connections } = rig.collaboration.stats();
  const answer: MemoryAnswer = { heldBytes: heapUsed + external, residentBytes: rss, rooms, connections, threadTasks };
  process.stdout.write(`${question} ${JSON.stringify(answer)}\n`);
});
process.stdin.once('end', () => process.exit());
process.stdout.write(`${rig.url}\n`);
