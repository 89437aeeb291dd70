import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import {
  awaitPostmaster,
  type Cluster,
  createCluster,
  type Postmaster,
  runningPostmaster,
  startCluster,
  stopCluster,
} from './cluster';
import { clusterPlace, socketUrl } from './cluster-place';
import { withConnection } from './connection';
import { clusterHome, readMarker, writeMarker } from './data-directory';
import { canReach, type DatabaseAccount, databaseAccount } from './postgres-account';
import { findBinaries } from './postgres-binaries';
import { StartError } from './start-error';
import { acquireLock, type LockRole, type StartLock } from './start-lock';

export type EmbeddedDatabase = {
  url: string;
  /** `attached`: a server that lives owns it; `adopted`: found running after a crash; `started`: by us. */
  how: 'attached' | 'adopted' | 'started';
  /** Tells a start that follows to wait: we are on our way out. */
  leave: () => void;
  /** Stops what we started or adopted and frees the data directory. */
  stop: () => Promise<void>;
};

export const DATABASE_NAME = 'kenning';
const ATTACH_TIMEOUT_MS = 60_000;
const POLL_MS = 50;

/**
 * Opens the PostgreSQL of a data directory: finds it running, starts it, or makes it first.
 * @param dataDir from `openDataDirectory`
 * @param role a server owns it alone; a command uses a living server's, or owns it while it runs
 * @throws StartError with the one sentence to end with
 */
export async function openEmbedded(
  dataDir: string,
  role: LockRole,
  say: (line: string) => void = () => {},
): Promise<EmbeddedDatabase> {
  const answer = await acquireLock(dataDir, role, say);
  if (!answer.held) return attach(dataDir);
  const { lock } = answer;
  try {
    const cluster = prepare(dataDir);
    const { running, how } = await adoptOrStart(cluster);
    await ensureDatabase(running, readMarker(dataDir).cluster ?? '');
    return {
      url: socketUrl(running.socketFolder, DATABASE_NAME),
      how,
      leave: lock.leave,
      stop: stopper(cluster, lock),
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function stopper(cluster: Cluster, lock: StartLock): () => Promise<void> {
  return async () => {
    await stopCluster(cluster);
    lock.release();
  };
}

/** Checks what stands in the data directory and makes the cluster when nothing does. */
function prepare(dataDir: string): Cluster {
  const marker = readMarker(dataDir);
  const ours = databaseAccount();
  const home = clusterHome(dataDir, marker, ours);
  const account = ownerOf(home, ours);
  const cluster: Cluster = { place: clusterPlace(home, account), binaries: findBinaries(account), account };
  const { data } = cluster.place;
  if (!statSync(data, { throwIfNoEntry: false })) {
    createCluster(cluster);
    writeMarker(dataDir, { ...marker, cluster: clusterNumber(data) });
    return cluster;
  }
  const version = readVersion(data);
  if (version !== cluster.binaries.major) {
    throw new StartError(
      `The database in ${data} is of PostgreSQL ${version} and this version brings ${cluster.binaries.major}: export it with the version that made it.`,
    );
  }
  const number = clusterNumber(data);
  // A crash right after it was made: the folder is ours, its number was not yet written down.
  if (!marker.cluster) writeMarker(dataDir, { ...marker, cluster: number });
  else if (number !== marker.cluster) {
    throw new StartError(`The database in ${data} is not the one that Kenning made there: put its own back.`);
  }
  return cluster;
}

/**
 * Root runs a database as the account that owns it; anybody else can only run their own.
 * @throws StartError when that account cannot come to it
 */
function ownerOf(home: string, account: DatabaseAccount | null): DatabaseAccount | null {
  const { uid, gid } = statSync(home);
  if (!account) {
    if (uid === process.getuid?.()) return null;
    throw new StartError(`The database in ${home} belongs to another account (${uid}): start Kenning as that one.`);
  }
  const owner = uid === account.uid || uid === 0 ? account : { uid, gid, name: `number ${uid}` };
  if (canReach(owner, home)) return owner;
  throw new StartError(
    `The account "${owner.name}" cannot enter ${home}: set KENNING_DATA_DIR to a place outside a closed home.`,
  );
}

function readVersion(data: string): string {
  try {
    return readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  } catch {
    const first = readdirSync(data)[0];
    throw new StartError(`${data} is not a database of PostgreSQL (${first ?? 'it is empty'}): remove it.`);
  }
}

/** PostgreSQL's number for a cluster, given when it is made: the first eight bytes of its control file. */
function clusterNumber(data: string): string {
  try {
    const bytes = readFileSync(join(data, 'global', 'pg_control'));
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return view.getBigUint64(0, new Uint8Array(new Uint16Array([1]).buffer)[0] === 1).toString();
  } catch {
    throw new StartError(`The database in ${data} is damaged: its control file cannot be read.`);
  }
}

async function adoptOrStart(cluster: Cluster): Promise<{ running: Postmaster; how: 'adopted' | 'started' }> {
  const running = await awaitPostmaster(cluster.place.data);
  if (running && (await speaksOurVersion(running, cluster))) return { running, how: 'adopted' };
  await stopCluster(cluster);
  return { running: await startCluster(cluster), how: 'started' };
}

/** After an update the programs on disk are no longer those that run: such a server is started anew. */
async function speaksOurVersion(running: Postmaster, cluster: Cluster): Promise<boolean> {
  const { rows } = await ask(running, 'show server_version');
  return `${cluster.binaries.version}.`.startsWith(`${String(rows[0]?.server_version).split(' ')[0]}.`);
}

async function ensureDatabase(running: Postmaster, clusterId: string): Promise<void> {
  const { rows } = await ask(running, 'select system_identifier::text as number from pg_control_system()');
  if (rows[0]?.number !== clusterId) {
    throw new StartError(`The database that answers at ${running.socketFolder} is not the one that Kenning made.`);
  }
  const found = await ask(running, `select 1 from pg_database where datname = '${DATABASE_NAME}'`);
  if (found.rows.length === 0) await ask(running, `create database ${DATABASE_NAME}`);
}

/** Puts an empty database in the place of ours, ending every connection to it. @param url of an embedded database */
export async function makeDatabaseAnew(url: string): Promise<void> {
  const maintenance = new URL(url);
  const name = maintenance.pathname.slice(1);
  maintenance.pathname = '/postgres';
  await withConnection(maintenance.href, async (client) => {
    await client.query(`drop database if exists "${name}" with (force)`);
    await client.query(`create database "${name}"`);
  });
}

function ask(running: Postmaster, sql: string): Promise<pg.QueryResult<Record<string, unknown>>> {
  return withConnection(socketUrl(running.socketFolder, 'postgres'), (client) => client.query(sql));
}

/** A server lives: its database is there, or will be in a moment. */
async function attach(dataDir: string): Promise<EmbeddedDatabase> {
  const data = join(dataDir, 'postgres', 'data');
  const deadline = performance.now() + ATTACH_TIMEOUT_MS;
  while (performance.now() < deadline) {
    const running = statSync(data, { throwIfNoEntry: false }) ? runningPostmaster(data) : null;
    if (running?.status === 'ready') {
      const found = await ask(running, `select 1 from pg_database where datname = '${DATABASE_NAME}'`).catch(
        () => null,
      );
      const url = socketUrl(running.socketFolder, DATABASE_NAME);
      if (found && found.rows.length > 0) return { url, how: 'attached', leave: () => {}, stop: async () => {} };
    }
    await wait(POLL_MS);
  }
  throw new StartError(
    `Kenning runs on ${dataDir} but its database did not answer within ${ATTACH_TIMEOUT_MS / 1000} s.`,
  );
}
