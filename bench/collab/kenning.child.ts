/**
 * Kenning's collaboration server as a process with the role `collab` has it: with the lease that every commit asks for,
 * the figures of its commits, the job queue that is asked for projections and the worker thread, on the PostgreSQL of
 * `DATABASE_URL`. Everybody may write everything. Nobody does the jobs, which are another role's.
 */
import { documentContent, scheduleProjection } from '@/server/domains/knowledge';
import { openJobsPart } from '@/server/parts/jobs';
import { openProjections } from '@/server/parts/projections';
import { openWorker } from '@/server/parts/worker';
import { startRig } from '@/server/platform/collab/rig';
import { openDatabase } from '@/server/platform/db/client';
import { leaseFence, takeLease } from '@/server/platform/db/lease';
import { readEnv } from '@/server/platform/env';
import { openLog } from '@/server/platform/log';
import { openMetrics } from '@/server/platform/metrics';
import { type Runtime, runtimeJobs, setRuntime } from '@/server/platform/runtime';
import type { FileStore } from '@/server/platform/storage';
import { answerBench } from './serve';

const url = process.env.DATABASE_URL;
if (!url) throw new Error('DATABASE_URL names the database.');
const lease = await takeLease(url);
lease.onLost(() => process.exit(1));
const database = openDatabase(url);
// Who somebody is, is asked over this pool before they come in: the room finds a connection that is there.
await database.pool.query('select 1');
const env = readEnv({ NODE_ENV: 'test', DATABASE_URL: url });
const log = openLog('silent');
// Nobody attaches a file.
const runtime: Runtime = { env, secret: '', database, log, files: {} as FileStore };
setRuntime(runtime);
const worker = openWorker(env, log);
runtime.worker = worker;
const metrics = openMetrics(runtime);
runtime.metrics = metrics;
const jobs = await openJobsPart(runtime, false);
const project = openProjections((id, startAfter) => scheduleProjection(runtimeJobs(), id, startAfter));
const rig = await startRig(database, {
  judge: async () => 'write',
  rules: documentContent(),
  fence: leaseFence(lease.holder),
  onBatch: metrics.observeCommit,
  onCommitted: (documentId) => void project(documentId).catch(() => {}),
});
runtime.collaboration = rig.collaboration;
answerBench(Number(new URL(rig.url).port), async () => {
  await rig.close();
  await jobs.close();
  await worker.close();
  await database.close();
  await lease.release();
});
