import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runningPostmaster } from '@/server/platform/db/cluster';
import { withConnection } from '@/server/platform/db/connection';
import { migrate } from '@/server/platform/db/migrate';
import { type ScratchCluster, scratchCluster } from '@/server/platform/testing/cluster';
import { Child } from './children';
import type { ServerKind } from './dialect';
import type { ServerAnswer, ServerQuestion } from './serve';

/** As production has it: whatever is committed is on disk. */
const DURABLE = { max_connections: '100' };
const DATABASE = 'bench';
const ANSWER_MS_MAX = 30_000;
const TICK_MS = 10;
const SQLITE_FOLDER = 'node_modules/better-sqlite3';
const STAT_PARENT = 1;
/** Of user and system, of the process itself. */
const STAT_OWN_TICKS = [11, 12];
/** The same of its children that have ended. */
const STAT_ENDED_TICKS = [13, 14];

/** A server under measurement, in a process of its own. */
export type RunningServer = {
  kind: ServerKind;
  port: number;
  /** Milliseconds of processor time since it began, of its own process and of the database's. */
  processor: () => Promise<{ ownMs: number; databaseMs: number }>;
  memoryBytes: () => Promise<number>;
  /** Puts everything away in order. */
  stop: () => Promise<void>;
  kill: () => Promise<void>;
};

/** Where the servers keep what they are given: a PostgreSQL and a file, both gone at the end. */
export type Stores = {
  start: (kind: ServerKind) => Promise<RunningServer>;
  /** Kenning opens no document that does not exist. */
  makeDocuments: (ids: readonly string[]) => Promise<void>;
  /** `kill -9` of PostgreSQL, with all its processes. */
  killDatabase: () => Promise<void>;
  startDatabase: () => Promise<void>;
  remove: () => Promise<void>;
};

/** Fields of /proc/<pid>/stat behind the program's name. @returns null when there is no such process */
function statOf(pid: string): number[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
  } catch {
    return null;
  }
}

/** The postmaster and its helpers. Those that have ended count as the postmaster's: it waited for them. */
function processesOf(postmaster: number): { pid: number; ms: number }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = statOf(name);
      const pid = Number(name);
      if (!stat || (pid !== postmaster && stat[STAT_PARENT] !== postmaster)) return [];
      const fields = pid === postmaster ? [...STAT_OWN_TICKS, ...STAT_ENDED_TICKS] : STAT_OWN_TICKS;
      return [{ pid, ms: fields.reduce((sum, field) => sum + (stat[field] ?? 0), 0) * TICK_MS }];
    });
}

/** The store of Hocuspocus is a native program. An installation leaves it unbuilt: nothing else needs it. */
function buildSqlite(): void {
  if (existsSync(join(SQLITE_FOLDER, 'build/Release/better_sqlite3.node'))) return;
  process.stderr.write('Building better-sqlite3 for Hocuspocus, once: about a minute…\n');
  const built = spawnSync('npm', ['run', 'install', '--prefix', SQLITE_FOLDER], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`better-sqlite3 could not be built (it wants a compiler):\n${built.stderr}`);
}

/** Opens both stores. */
export async function openStores(): Promise<Stores> {
  buildSqlite();
  const folder = mkdtempSync(join(tmpdir(), 'kenning-bench-'));
  const scratch = await scratchCluster(DURABLE);
  const killAll = () => {
    const postmaster = runningPostmaster(scratch.cluster.place.data);
    // The postmaster first, or it would start its helpers anew.
    const all = postmaster ? processesOf(postmaster.pid) : [];
    for (const { pid } of all.sort(
      (one, other) => Number(other.pid === postmaster?.pid) - Number(one.pid === postmaster?.pid),
    )) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
  };
  process.once('exit', () => {
    killAll();
    rmSync(folder, { recursive: true, force: true });
  });
  await withConnection(scratch.url('postgres'), (client) => client.query(`create database ${DATABASE}`));
  await migrate(scratch.url(DATABASE));
  return {
    start: (kind) => start(kind, scratch, folder),
    makeDocuments: async (ids) => {
      const sql = `insert into document (id, created_at) select id, now() from unnest($1::text[]) as id`;
      await withConnection(scratch.url(DATABASE), (client) => client.query(sql, [ids]));
    },
    killDatabase: async () => killAll(),
    startDatabase: () => restart(scratch),
    remove: async () => {
      await scratch.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function restart({ cluster }: ScratchCluster): Promise<void> {
  const { startCluster } = await import('@/server/platform/db/cluster');
  await startCluster(cluster, DURABLE);
}

async function start(kind: ServerKind, scratch: ScratchCluster, folder: string): Promise<RunningServer> {
  const env = { DATABASE_URL: scratch.url(DATABASE), STORE_FILE: join(folder, 'hocuspocus.sqlite') };
  type Ready = { port: number };
  const { child, ready } = await Child.start<Omit<ServerQuestion, 'id'>, ServerAnswer, Ready>(kind, env);
  const databaseMs = () => {
    const postmaster = kind === 'kenning' ? runningPostmaster(scratch.cluster.place.data) : null;
    return postmaster ? processesOf(postmaster.pid).reduce((sum, { ms }) => sum + ms, 0) : 0;
  };
  return {
    kind,
    port: ready.port,
    processor: async () => {
      const { processorUs } = await child.ask({ ask: 'processor' }, ANSWER_MS_MAX);
      return { ownMs: processorUs / 1_000, databaseMs: databaseMs() };
    },
    memoryBytes: async () => (await child.ask({ ask: 'memory' }, ANSWER_MS_MAX)).bytes,
    stop: async () => {
      await child.ask({ ask: 'stop' }, ANSWER_MS_MAX);
      await child.kill();
    },
    kill: () => child.kill(),
  };
}
