import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withConnection } from '@/server/platform/db/connection';
import { type KillableDatabase, killableDatabase } from '@/server/platform/testing/killable-database';
import { Child } from './children';
import type { ServerKind } from './dialect';
import type { ServerAnswer, ServerQuestion } from './serve';

const ANSWER_MS_MAX = 30_000;
const SQLITE_FOLDER = 'node_modules/better-sqlite3';

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
  const database = await killableDatabase();
  process.once('exit', () => {
    database.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    start: (kind) => start(kind, database, folder),
    makeDocuments: async (ids) => {
      const sql = `insert into document (id, created_at) select id, now() from unnest($1::text[]) as id`;
      await withConnection(database.url, (client) => client.query(sql, [ids]));
    },
    killDatabase: async () => database.kill(),
    startDatabase: database.start,
    remove: async () => {
      await database.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function start(kind: ServerKind, database: KillableDatabase, folder: string): Promise<RunningServer> {
  const env = { DATABASE_URL: database.url, STORE_FILE: join(folder, 'hocuspocus.sqlite') };
  type Ready = { port: number };
  const { child, ready } = await Child.start<Omit<ServerQuestion, 'id'>, ServerAnswer, Ready>(kind, env);
  const databaseMs = () => (kind === 'kenning' ? database.processorMs() : 0);
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
