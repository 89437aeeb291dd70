import { publicAddress } from './parts/address';
import { StopSequence } from './parts/stop-sequence';
import { knowsLease, type Lease, takeLease } from './platform/db/lease';
import { migrate } from './platform/db/migrate';
import { type OpenedDatabase, openConfiguredDatabase } from './platform/db/open';
import { StartError } from './platform/db/start-error';
import { type Env, readEnv, SettingError } from './platform/env';
import { type Log, openLog } from './platform/log';
import type { Runtime } from './platform/runtime';

const STEP_TIMEOUT_MS = 15_000;
const START_PATIENCE_MS = 10_000;
const SAME_SIGNAL_MS = 1_000;
const EXIT_FAILED = 1;
const EXIT_FORCED = 130;

const say = (line: string) => void process.stdout.write(`${line}\n`);
const complain = (line: string) => void process.stderr.write(`${line}\n`);

/** Database, then what Prisma is used by, then the port. What each step opens is closed in the opposite order. */
async function start(env: Env, log: Log, opened: StopSequence, end: (code: number) => void): Promise<void> {
  const database = await openConfiguredDatabase(env, 'server', complain);
  // Last of all, when nothing uses the database any more.
  await opened.add('database', database.stop);
  leaving = database.leave;
  // Whoever is refused has changed nothing under the one that serves: the lease first, where its table is there.
  const applied = (await knowsLease(database.url)) ? [] : await migrate(database.url);
  const lease = await takeLease(database.url, { shared: env.REDIS_URL !== undefined, say: complain });
  await opened.add('lease', lease.release);
  lease.onLost(() => {
    complain('Another process has taken over this database: this one ends.');
    process.exit(EXIT_FAILED);
  });
  applied.push(...(await migrate(database.url)));
  if (applied.length > 0) log.info({ applied }, 'migrated');
  const runtime = await openRuntimeLate(env, log, database);
  await opened.add('prisma', runtime.database.close);
  await openParts(runtime, lease, opened);
  watchForFaults(log, end);
}

/** Whatever uses Prisma or next-auth is imported only now, when their surroundings stand. */
async function openRuntimeLate(env: Env, log: Log, database: OpenedDatabase): Promise<Runtime> {
  const { openRuntime } = await import('./parts/runtime');
  return openRuntime(env, log, database);
}

async function openParts(runtime: Runtime, lease: Lease, opened: StopSequence): Promise<void> {
  const { env, log } = runtime;
  const has = (role: Env['ROLES'][number]) => env.ROLES.includes(role);

  const { openHttp, tryPort } = await import('./parts/http');
  await tryPort(env);

  const { openWorker } = await import('./parts/worker');
  runtime.worker = openWorker(env, log);
  await opened.add('worker', runtime.worker.close);

  const { openMetrics } = await import('./platform/metrics');
  runtime.metrics = openMetrics(runtime);

  const { openJobsPart } = await import('./parts/jobs');
  const jobs = await openJobsPart(runtime, has('jobs'));
  await opened.add('jobs', jobs.close);

  const { loadDemo } = await import('./parts/demo');
  const demo = process.argv.includes('--demo') ? await loadDemo(runtime) : null;

  const { openWeb } = await import('./parts/web');
  const web = has('web') ? await openWeb(env) : null;
  if (web) await opened.add('web', web.close);

  const { openCollaboration } = await import('./parts/collaboration');
  const collaboration = has('collab') ? await openCollaboration(runtime, lease) : null;

  const parts = { web, collaboration, metrics: runtime.metrics };
  const http = await openHttp(env, log, parts).catch(async (error: unknown) => {
    await collaboration?.close();
    throw error;
  });
  await opened.add('http', http.close);
  // Sockets first: the port closes only when the last one has gone.
  if (collaboration) await opened.add('collaboration', collaboration.close);

  const { firstRunLine } = await import('./parts/first-run');
  const firstRun = await firstRunLine(runtime);
  if (firstRun) say(firstRun);
  say(`Kenning is ready at ${publicAddress(env)}${demo === null ? '' : `: ${demo}`}`);
}

/** After an exception that nobody caught the state is unknown; a forgotten promise harms only its own work. */
function watchForFaults(log: Log, end: (code: number) => void): void {
  process.on('unhandledRejection', (error: unknown) => log.error({ err: error }, 'a promise that nothing awaited'));
  process.on('uncaughtException', (error: unknown) => {
    log.fatal({ err: error }, 'an exception that nothing caught');
    end(EXIT_FAILED);
  });
}

/** Tells starts that follow to wait for us. */
let leaving = () => {};

async function main(): Promise<void> {
  const env = readEnv(process.env);
  Object.assign(process.env, { NODE_ENV: env.NODE_ENV });
  const log = openLog(env.LOG_LEVEL);
  const opened = new StopSequence();
  let started: Promise<void> = Promise.resolve();

  const end = async (code: number) => {
    if (opened.stopping) return;
    try {
      leaving();
    } catch (error) {
      // A courtesy to the next start: a full disk must not keep us from stopping in order.
      log.warn({ err: error }, 'the lock does not say that we are leaving');
    }
    const patience = new Promise<void>((resolve) => setTimeout(resolve, START_PATIENCE_MS).unref());
    await Promise.race([started.catch(() => {}), patience]);
    await opened.run(log, STEP_TIMEOUT_MS);
    process.exit(code);
  };
  let askedAt: number | null = null;
  const onSignal = () => {
    // One Ctrl-C arrives several times: from the terminal, from npm and from our starter.
    if (askedAt !== null && performance.now() - askedAt > SAME_SIGNAL_MS) process.exit(EXIT_FORCED);
    askedAt ??= performance.now();
    void end(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, onSignal);
  // Whoever started us through a channel is gone: nobody could stop us any more.
  process.once('disconnect', () => void end(0));

  started = start(env, log, opened, (code) => void end(code));
  try {
    await started;
  } catch (error) {
    if (opened.stopping) return;
    await opened.run(log, STEP_TIMEOUT_MS);
    throw error;
  }
}

main().catch((error: unknown) => {
  const expected = error instanceof StartError || error instanceof SettingError;
  complain(expected ? error.message : `Kenning did not start: ${error instanceof Error ? error.stack : error}`);
  process.exit(EXIT_FAILED);
});
