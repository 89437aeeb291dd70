/**
 * A server in a process of its own, for the tests that kill it: the real schema, everybody may write, and sessions are
 * gathered all the time, in the real thread. Prints its port, and a line for every document that was not gathered.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { openWorker } from '@/server/parts/worker';
import { after, HOUR_MS, SECOND_MS } from '@/server/platform/clock';
import { documentsToGather, gatherDocument } from '@/server/platform/collab/gather';
import { startRig } from '@/server/platform/collab/rig';
import { openDatabase } from '@/server/platform/db/client';
import { openLog } from '@/server/platform/log';
import { type Runtime, setRuntime } from '@/server/platform/runtime';
import { documentContent } from '../document-content';

const GATHER_PAUSE_MS = 2_500;
/** Whatever is written has ended as a session when it is looked at from so much later. */
const LATER_MS = 24 * HOUR_MS;

const url = process.env.DATABASE_URL;
if (!url) throw new Error('DATABASE_URL names the database.');
const database = openDatabase(url);
const worker = openWorker({ NODE_ENV: 'test' }, openLog('silent'));
setRuntime({ worker } as Runtime);
const rig = await startRig(database, {
  judge: async () => 'write',
  rules: documentContent(),
  limits: {
    idleRoomMs: 20,
    liveRestMs: 50,
    heartbeatMs: 4 * SECOND_MS,
    snapshotTailUpdatesMax: 40,
    snapshotSpacingMs: 200,
  },
});
let stopped = false;

async function gatherOn(): Promise<void> {
  while (!stopped) {
    await wait(GATHER_PAUSE_MS);
    const now = new Date(after(new Date(), LATER_MS));
    try {
      for (const { documentId } of await documentsToGather(database.prisma, now)) {
        const { refused } = await gatherDocument(database.prisma, { documentId, now }, () => stopped);
        if (refused) process.stdout.write(`refused ${documentId} ${refused}\n`);
      }
    } catch {
      // The database is away, or this process is about to end.
    }
  }
}

const gathering = gatherOn();
process.once('SIGTERM', async () => {
  stopped = true;
  await rig.close();
  await gathering;
  await worker.close();
  await database.close();
  process.exit();
});
process.stdout.write(`port ${new URL(rig.url).port}\n`);
