import pg from 'pg';
import { isServed } from '../db/lease';
import {
  type Migration,
  markRestoring,
  migrate,
  migrateRestoring,
  RESTORE_MARKER,
  readMigrations,
  unmarkRestoring,
} from '../db/migrate';
import { StartError } from '../db/start-error';
import type { Jobs } from '../jobs';
import type { FileStore } from '../storage';
import { type ArchiveReader, openArchive } from './archive-reader';
import { bringFiles, bringRows } from './bring';
import { readTables, tableOf, tablesTaken } from './catalogue';
import { checkArchive } from './check';
import type { Manifest } from './manifest';
import { prepareConnection, toldPlainly } from './rows';
import type { BackupScope } from './scope';

export type RestorePhase = 'checking' | 'rows' | 'files' | 'comparing';

export type RestoreOptions = {
  path: string;
  url: string;
  files: Pick<FileStore, 'keepBytes' | 'freeBytes'>;
  scope: BackupScope;
  now: Date;
  /** Opens the queue, whose pending jobs are put back. */
  openJobs: () => Promise<Pick<Jobs, 'carryIn' | 'stop'>>;
  /**
   * Makes the database anew where that is ours to do, for a backup older than what this version has made there. It ends
   * every connection, and with the first one the lock: only where nobody else can come, as in a data directory.
   */
  makeAnew: (() => Promise<void>) | null;
  migrations?: Migration[];
  onProgress?: (phase: RestorePhase, done: number, total: number) => void;
  /** Told of a table that no migration makes: it is not the product's and stays out. */
  onStranger?: (table: string) => void;
};

const RESTORE_LOCK = 7_364_003;

/**
 * Restores a backup into an empty installation that nobody serves. The backup is read whole and found good before
 * anything is written; its rows come in one transaction, which ends only when the database answers with the same
 * digests. Until then the database says that a restore has not ended, and nothing starts on it; the same call begins
 * anew.
 * @throws StartError when the backup is damaged or of a newer version, or the installation is served or not empty
 */
export async function restoreBackup(options: RestoreOptions): Promise<Manifest> {
  const { url, migrations = readMigrations() } = options;
  const archive = await openArchive(options.path);
  try {
    const { manifest } = archive;
    const level = levelOf(manifest, migrations);
    await checkArchive(archive, (done, total) => options.onProgress?.('checking', done, total));
    await demandRoom(manifest, options.files);
    await demandNotServed(url);
    const lead = await connect(url);
    try {
      await demandAlone(lead);
      await prepareDatabase(lead, level, options);
      await bringEverything(archive, options);
    } finally {
      await lead.end().catch(() => {});
    }
    // The rows are whole now; should this end half-way, the next start goes on with it.
    await migrate(url, migrations);
    return manifest;
  } catch (error) {
    throw toldPlainly(error, 'restored');
  } finally {
    archive.close();
  }
}

/** The migrations that the backup was made with. @throws StartError when it is not where this version came by */
function levelOf(manifest: Manifest, migrations: readonly Migration[]): Migration[] {
  manifest.migrations.forEach(({ name, checksum }, at) => {
    const ours = migrations[at];
    if (ours?.name === name && ours.checksum === checksum) return;
    throw new StartError(
      ours?.name === name
        ? `The backup was made with another text of the migration ${name}: restore it with the version that made it.`
        : `The backup has the migration ${name}, which this version does not know: use a newer one (it was made by ${manifest.version}).`,
    );
  });
  return migrations.slice(0, manifest.migrations.length);
}

async function demandRoom({ files }: Manifest, store: RestoreOptions['files']): Promise<void> {
  const freeBytes = await store.freeBytes();
  if (files.bytes <= freeBytes) return;
  throw new StartError(`The files of the backup have ${files.bytes} bytes and there is room for ${freeBytes}.`);
}

async function demandNotServed(url: string): Promise<void> {
  if (await isServed(url)) {
    throw new StartError('Kenning runs on this database: stop it, and restore then.');
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  return client;
}

async function demandAlone(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [RESTORE_LOCK]);
  if (!rows[0]?.held) throw new StartError('Another restore into this database is under way: wait for it.');
}

/** Makes the tables as they were when the backup was made, in a database that says what is being done to it. */
async function prepareDatabase(lead: pg.Client, level: Migration[], options: RestoreOptions): Promise<void> {
  const { url, scope, makeAnew } = options;
  await demandEmpty(lead, scope);
  const applied = await appliedNames(lead);
  const isAhead = applied.some((name) => name !== RESTORE_MARKER && !level.some((each) => each.name === name));
  if (isAhead) {
    if (!makeAnew) {
      throw new StartError('The backup is older than what this database was prepared for: give it an empty database.');
    }
    await makeAnew();
  }
  await markRestoring(url);
  try {
    // A server that came between has its lease now, or finds the mark.
    await demandNotServed(url);
  } catch (error) {
    await unmarkRestoring(url);
    throw error;
  }
  await migrateRestoring(url, level);
}

async function appliedNames(client: pg.Client): Promise<string[]> {
  const found = await client.query(`select to_regclass('"_prisma_migrations"') is not null as there`);
  if (!found.rows[0].there) return [];
  const { rows } = await client.query<{ name: string }>('select migration_name as name from "_prisma_migrations"');
  return rows.map(({ name }) => name);
}

/** @throws StartError when anybody has used it */
async function demandEmpty(client: pg.Client, scope: BackupScope): Promise<void> {
  for (const { name } of tablesTaken(await readTables(client), scope)) {
    if (scope.filledAtStart.includes(name)) continue;
    const { rows } = await client.query(`select exists (select from ${tableOf(name)}) as filled`);
    if (!rows[0].filled) continue;
    throw new StartError(
      `This installation is not empty (${name} has rows): restore into a new one, with KENNING_DATA_DIR or DATABASE_URL.`,
    );
  }
}

async function bringEverything(archive: ArchiveReader, options: RestoreOptions): Promise<void> {
  const jobs = archive.manifest.jobs.count > 0 ? await options.openJobs() : null;
  const client = await connect(options.url);
  try {
    await prepareConnection(client);
    // Bytes that no row names do no harm; rows whose bytes are not there would.
    await bringFiles(archive, options);
    await client.query('begin');
    await bringRows(client, archive, jobs, { ...options, demandEmpty: () => demandEmpty(client, options.scope) });
    await client.query('commit');
  } finally {
    await client.end().catch(() => {});
    await jobs?.stop();
  }
}
