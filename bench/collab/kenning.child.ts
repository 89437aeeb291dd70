/**
 * Kenning's collaboration server as it is, with the worker thread beside it, on the PostgreSQL of `DATABASE_URL`;
 * everybody may write everything.
 */
import { documentContent } from '@/server/domains/knowledge';
import { openWorker } from '@/server/parts/worker';
import { startRig } from '@/server/platform/collab/rig';
import { openDatabase } from '@/server/platform/db/client';
import { openLog } from '@/server/platform/log';
import { type Runtime, setRuntime } from '@/server/platform/runtime';
import { answerBench } from './serve';

const url = process.env.DATABASE_URL;
if (!url) throw new Error('DATABASE_URL names the database.');
const database = openDatabase(url);
// Who somebody is, is asked over this pool before they come in: the room finds a connection that is there.
await database.pool.query('select 1');
const worker = openWorker({ NODE_ENV: 'test' }, openLog('silent'));
// Of what a process opens, this is all that editing together asks for.
setRuntime({ worker } as Runtime);
const rig = await startRig(database, { judge: async () => 'write', rules: documentContent() });
answerBench(Number(new URL(rig.url).port), async () => {
  await rig.close();
  await worker.close();
  await database.close();
});
