import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { DatabaseAccount } from './postgres-account';
import type { Binaries } from './postgres-binaries';
import { processCommand, processFolder, processStart } from './process-identity';
import { StartError } from './start-error';

/** One PostgreSQL data directory and what belongs to it. `home` holds everything but, where paths are long, the socket. */
export type ClusterPlace = { home: string; data: string; log: string; socketFolder: string };

export type Cluster = { place: ClusterPlace; binaries: Binaries; account: DatabaseAccount | null };

/** What a running server writes about itself into postmaster.pid. */
export type Postmaster = { pid: number; socketFolder: string; status: string };

export const DATABASE_USER = 'kenning';
const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_S = 60;
const POLL_MS = 25;
const OLD_SERVER_LEAVING_TRIES_MAX = 40;
const LOG_BYTES_MAX = 5_000_000;

const identity = (cluster: Cluster) =>
  cluster.account ? { uid: cluster.account.uid, gid: cluster.account.gid, cwd: '/' } : { cwd: '/' };

/** Messages in one language, whatever the terminal speaks: the last line of the log is quoted. */
const childEnv = () => ({ PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', NODE_ENV: process.env.NODE_ENV });

/** Gives a path that we made as root to the database's account. */
export function giveTo(account: DatabaseAccount | null, path: string): void {
  if (account) chownSync(path, account.uid, account.gid);
}

/** Makes the data directory: UTF-8, sorted as people sort (ICU), checksums on. Half-made ones never get the name. */
export function createCluster(cluster: Cluster): void {
  const half = `${cluster.place.data}.new`;
  let answer = { status: 1 as number | null, stderr: '' };
  for (const locale of ['C.UTF-8', 'C']) {
    rmSync(half, { recursive: true, force: true });
    mkdirSync(half, { mode: 0o700 });
    giveTo(cluster.account, half);
    const flags = ['--username', DATABASE_USER, '--auth', 'trust', '--encoding', 'UTF8', '--data-checksums'];
    const place = ['--locale-provider', 'icu', '--icu-locale', 'und', '--locale', locale];
    answer = spawnSync(cluster.binaries.initdb, ['--pgdata', half, ...flags, ...place], {
      ...identity(cluster),
      env: childEnv(),
      encoding: 'utf8',
    });
    if (answer.status === 0) break;
  }
  if (answer.status !== 0) {
    rmSync(half, { recursive: true, force: true });
    const why = lastLine(answer.stderr ?? '') || 'initdb could not be run';
    throw new StartError(`The database could not be created in ${cluster.place.data}: ${why}.`);
  }
  renameSync(half, cluster.place.data);
}

/** @returns the server that postmaster.pid names, if that process lives and works on this data directory */
export function runningPostmaster(data: string): Postmaster | null {
  const lines = readLines(join(data, 'postmaster.pid'));
  const pid = Number(lines[0]);
  if (!lines[0] || processStart(pid) === null || !worksOn(pid, data)) return null;
  return { pid, socketFolder: lines[4] ?? '', status: (lines[7] ?? '').trim() };
}

function worksOn(pid: number, data: string): boolean {
  const folder = processFolder(pid);
  const command = processCommand(pid);
  if (!command[0]?.includes('postgres')) return false;
  return folder === null ? command.join(' ').includes(data) : folder === realpathSync(data);
}

/**
 * Starts the server so that it outlives us, and waits until it accepts connections. A postmaster.pid left behind by a
 * server that is gone is removed, also when its pid has meanwhile gone to another program.
 * @param settings on top of the durable ones, for instance fsync off in tests
 * @throws StartError quoting the log's last line when the server ends instead
 */
export async function startCluster(cluster: Cluster, settings: Record<string, string> = {}): Promise<Postmaster> {
  const { place } = cluster;
  rotateLog(place.log);
  for (let attempt = 1; ; attempt += 1) {
    if (!runningPostmaster(place.data)) clearTraces(place);
    const logFrom = statSync(place.log, { throwIfNoEntry: false })?.size ?? 0;
    const running = await untilReady(place, spawnServer(cluster, settings));
    if (running) return running;
    const said = readFileSync(place.log).subarray(logFrom).toString('utf8');
    // The helpers of a server that was killed need a moment to notice and let go of the shared memory.
    if (attempt >= OLD_SERVER_LEAVING_TRIES_MAX || !said.includes('still in use')) {
      throw new StartError(`The database in ${place.data} does not start: ${lastLine(said) || 'it said nothing'}.`);
    }
    await wait(POLL_MS * 10);
  }
}

/**
 * PostgreSQL takes any process with the old pid for its predecessor: one that was killed but not yet buried by its
 * parent, or another program altogether. We know better, and nobody else uses these two folders.
 */
function clearTraces(place: ClusterPlace): void {
  rmSync(join(place.data, 'postmaster.pid'), { force: true });
  for (const name of ['.s.PGSQL.5432', '.s.PGSQL.5432.lock']) rmSync(join(place.socketFolder, name), { force: true });
}

function spawnServer(cluster: Cluster, settings: Record<string, string>): ChildProcess {
  const { place, binaries } = cluster;
  const all: Record<string, string> = {
    listen_addresses: '',
    unix_socket_directories: place.socketFolder,
    unix_socket_permissions: '0700',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    logging_collector: 'off',
    ...settings,
  };
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(place.log, 'a', 0o600);
  try {
    const server = spawn(binaries.postgres, ['-D', place.data, ...flags], {
      ...identity(cluster),
      env: childEnv(),
      detached: true,
      stdio: ['ignore', log, log],
    });
    server.unref();
    return server;
  } finally {
    closeSync(log);
  }
}

/** @returns null when the server ended before it was ready */
async function untilReady(place: ClusterPlace, server: ChildProcess): Promise<Postmaster | null> {
  let ended = false;
  server.once('exit', () => {
    ended = true;
  });
  server.once('error', () => {
    ended = true;
  });
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (!ended) {
    const running = runningPostmaster(place.data);
    if (running?.status === 'ready') return running;
    if (performance.now() > deadline) {
      throw new StartError(`The database in ${place.data} was not ready after ${START_TIMEOUT_MS / 1000} s.`);
    }
    await wait(POLL_MS);
  }
  return null;
}

/** Waits for a server that is there already: one that starts, recovers, or stops. @returns null once it is gone */
export async function awaitPostmaster(data: string): Promise<Postmaster | null> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < deadline) {
    const running = runningPostmaster(data);
    if (!running || running.status === 'ready') return running;
    await wait(POLL_MS);
  }
  throw new StartError(`The database in ${data} neither started nor stopped within ${START_TIMEOUT_MS / 1000} s.`);
}

/** Stops the server in order, closing its connections. No error when it is not running. */
export async function stopCluster(cluster: Cluster, mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
  if (!runningPostmaster(cluster.place.data)) return;
  const flags = ['stop', '-D', cluster.place.data, '-m', mode, '-w', '-t', String(STOP_TIMEOUT_S), '-s'];
  await new Promise<void>((resolve) => {
    const stopper = spawn(cluster.binaries.pgCtl, flags, { ...identity(cluster), env: childEnv(), stdio: 'ignore' });
    stopper.once('exit', () => resolve());
    stopper.once('error', () => resolve());
  });
}

function rotateLog(log: string): void {
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > LOG_BYTES_MAX) renameSync(log, `${log}.1`);
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** The last line that says something, without its time stamp and full stop. */
function lastLine(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const telling = lines.findLast((line) => /\b(FATAL|PANIC|error):/.test(line)) ?? lines.at(-1) ?? '';
  return telling
    .replace(/^.*?\b(FATAL|PANIC|LOG|error):\s*/, '')
    .replace(/\.$/, '')
    .trim();
}
