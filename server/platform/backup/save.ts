import type pg from 'pg';
import { withConnection } from '../db/connection';
import { appliedMigrations, lockMigrations, type Migration, readMigrations, unlockMigrations } from '../db/migrate';
import { StartError } from '../db/start-error';
import { JOBS_SCHEMA, PENDING_JOBS_SQL } from '../jobs';
import type { FileStore } from '../storage';
import { type ArchiveTarget, type ArchiveWriter, createArchive } from './archive-writer';
import { readSequences, readTables, selectRows, storedColumns, type Table, tableOf, tablesTaken } from './catalogue';
import { asBytes, Digester } from './digest';
import { DOCUMENTS, FILES, FORMAT, JOBS, MANIFEST, type Manifest, partOfFile, partOfTable } from './manifest';
import { copyOut, documentLines, fetchRows, prepareConnection, toldPlainly } from './rows';
import type { BackupScope } from './scope';

export type SaveOptions = {
  url: string;
  files: Pick<FileStore, 'readBytes'>;
  target: ArchiveTarget;
  scope: BackupScope;
  /** Of the product. */
  version: string;
  now: Date;
  migrations?: Migration[];
  onProgress?: (what: 'rows' | 'files', done: number, total: number) => void;
};

/** What every part of a backup is read from: one transaction, which sees one moment. */
type Moment = { client: pg.Client; tables: Table[]; options: SaveOptions; archive: ArchiveWriter };

/** Media that are packed already: packing them once more costs time and saves nothing. */
const PACKED = /^(image\/(png|jpeg|gif|webp|avif)|video\/|audio\/|application\/(zip|gzip|pdf|vnd\.openxmlformats))/;

/**
 * Writes a backup: everything as it was at one moment, while others go on writing. Files are read after the rows that
 * name them: what is forgotten meanwhile keeps its bytes for a week (O4).
 * @throws StartError when the database is not one that this version can serve, or the file cannot be written
 */
export function saveBackup(options: SaveOptions): Promise<{ manifest: Manifest; bytes: number }> {
  return saveOnce(options).catch((error: unknown) => {
    throw toldPlainly(error, 'saved');
  });
}

function saveOnce(options: SaveOptions): Promise<{ manifest: Manifest; bytes: number }> {
  return withConnection(options.url, async (client) => {
    await prepareConnection(client);
    const { tables, migrations } = await beginMoment(client, options);
    const archive = await createArchive(options.target);
    try {
      const manifest = await writeParts({ client, tables, options, archive }, migrations);
      await client.query('commit');
      return { manifest, ...(await archive.complete()) };
    } finally {
      await archive.discard();
    }
  });
}

/**
 * Begins the transaction that sees one moment, with every table held against changes of its shape: a migration, which
 * could empty a table under an older view of it, is excluded until they are.
 */
async function beginMoment(
  client: pg.Client,
  { scope, migrations = readMigrations() }: SaveOptions,
): Promise<{ tables: Table[]; migrations: Manifest['migrations'] }> {
  await lockMigrations(client);
  await client.query('begin isolation level repeatable read, read only');
  const applied = await appliedMigrations(client, migrations);
  if (applied.length === 0) throw new StartError('There is nothing to save yet: this installation was never started.');
  const tables = tablesTaken(await readTables(client), scope);
  await client.query(`lock table ${tables.map(({ name }) => tableOf(name)).join(', ')} in access share mode`);
  await unlockMigrations(client);
  return { tables, migrations: applied };
}

async function writeParts(moment: Moment, migrations: Manifest['migrations']): Promise<Manifest> {
  const { client, archive, options } = moment;
  const { rows } = await client.query<{ version: string }>(`select current_setting('server_version') as version`);
  const tables = await writeTables(moment);
  const manifest: Manifest = {
    product: 'kenning',
    format: FORMAT,
    version: options.version,
    madeAt: options.now.toISOString(),
    postgres: rows[0]?.version ?? '',
    migrations,
    tables,
    // After the rows: a number that a row has was taken from its sequence before.
    sequences: await readNumbers(client),
    documents: await writeLines(archive, DOCUMENTS, documentLines(client, moment.tables)),
    jobs: await writeLines(archive, JOBS, pendingJobs(client)),
    files: await writeFiles(moment),
    leftOut: { ...options.scope.leftOut },
    replaced: Object.fromEntries(Object.entries(options.scope.replaced).map(([column, { why }]) => [column, why])),
  };
  await archive.add(MANIFEST, once(Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)));
  return manifest;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function writeTables({ client, tables, options, archive }: Moment): Promise<Manifest['tables']> {
  const { onProgress = () => {} } = options;
  let total = 0;
  for (const { name } of tables) {
    const { rows } = await client.query<{ count: string }>(`select count(*) as count from ${tableOf(name)}`);
    total += Number(rows[0]?.count);
  }
  let done = 0;
  const written: Manifest['tables'] = [];
  for (const table of tables) {
    const counted = new Digester((lines) => {
      done += lines;
      onProgress('rows', done, total);
    });
    const rows = counted.through(copyOut(client, selectRows(table, options.scope)));
    const digest = await archive.add(partOfTable(table.name), rows);
    written.push({ name: table.name, columns: storedColumns(table), rows: counted.lines, ...digest });
  }
  return written;
}

async function readNumbers(client: pg.Client): Promise<Manifest['sequences']> {
  const numbers: Manifest['sequences'] = [];
  for (const { name } of await readSequences(client)) {
    const sql = `select last_value::text as value, is_called as called from ${tableOf(name)}`;
    const { rows } = await client.query<{ value: string; called: boolean }>(sql);
    if (rows[0]) numbers.push({ name, ...rows[0] });
  }
  return numbers;
}

async function writeLines(archive: ArchiveWriter, part: string, lines: AsyncIterable<string>) {
  const counted = new Digester();
  const digest = await archive.add(part, counted.through(asBytes(lines)));
  return { count: counted.lines, ...digest };
}

/** None where the queue has not been opened yet. */
async function* pendingJobs(client: pg.Client): AsyncGenerator<string> {
  const { rows } = await client.query(`select to_regclass('${JOBS_SCHEMA}.job') is not null as there`);
  if (!rows[0].there) return;
  for await (const { line } of fetchRows<{ line: string }>(client, PENDING_JOBS_SQL)) yield line;
}

type NamedFile = { sha256: string; size_bytes: number; media_type: string };

async function writeFiles({ client, options, archive }: Moment): Promise<Manifest['files']> {
  const { files, onProgress = () => {} } = options;
  const { rows } = await client.query<{ count: string }>('select count(*) as count from stored_file');
  const total = Number(rows[0]?.count);
  const kept: string[] = [];
  const missing: string[] = [];
  let bytes = 0;
  const named = 'select sha256, size_bytes, media_type from stored_file order by sha256 collate "C"';
  for await (const { sha256, media_type } of fetchRows<NamedFile>(client, named)) {
    const stream = await files.readBytes(sha256);
    const compress = !PACKED.test(media_type);
    const digest = stream ? await archive.add(partOfFile(sha256), stream, { compress }) : null;
    if (digest?.sha256 === sha256) {
      kept.push(sha256);
      bytes += digest.bytes;
    } else missing.push(sha256);
    onProgress('files', kept.length + missing.length, total);
  }
  const listing = await archive.add(FILES, asBytes(listed(kept)));
  return { count: kept.length, bytes, listing, missing };
}

async function* listed(hashes: readonly string[]): AsyncGenerator<string> {
  for (const sha256 of hashes) yield `${sha256}  ${partOfFile(sha256)}`;
}
