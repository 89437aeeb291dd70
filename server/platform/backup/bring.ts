import type pg from 'pg';
import { appliedMigrations, RESTORE_MARKER, readMigrations } from '../db/migrate';
import { StartError } from '../db/start-error';
import type { CarriedJob, Jobs } from '../jobs';
import { type ArchiveReader, DamagedBackup } from './archive-reader';
import {
  quoted,
  readSequences,
  readTables,
  selectRows,
  storedColumns,
  type Table,
  tableOf,
  tablesTaken,
} from './catalogue';
import { listedFiles, listedJobs } from './check';
import { asBytes, Digester } from './digest';
import { type Manifest, partOfFile, partOfTable } from './manifest';
import type { RestoreOptions } from './restore';
import { copyIn, copyOut, documentLines } from './rows';

const JOBS_AT_ONCE = 500;

type TableWritten = { table: Table; said: Manifest['tables'][number] };

/** Puts the bytes of files in their places, each when it is known to be whole. */
export async function bringFiles(archive: ArchiveReader, options: RestoreOptions): Promise<void> {
  const total = archive.manifest.files.count;
  let done = 0;
  for await (const sha256 of listedFiles(archive)) {
    const bytes = archive.sizeOf(partOfFile(sha256));
    await options.files.keepBytes(sha256, archive.read(partOfFile(sha256), { sha256, bytes }), bytes);
    done += 1;
    options.onProgress?.('files', done, total);
  }
}

/**
 * Writes every row, in the caller's transaction, and compares what the database then has with what was saved. References
 * between tables are taken away and made anew, so that no order of tables is needed and every one is judged; triggers
 * rest, for what they do was done when the rows came into being.
 */
export async function bringRows(
  client: pg.Client,
  archive: ArchiveReader,
  jobs: Pick<Jobs, 'carryIn'> | null,
  options: RestoreOptions & { demandEmpty: () => Promise<void> },
): Promise<void> {
  const written = matchTables(archive.manifest, tablesTaken(await readTables(client), options.scope), options);
  const names = written.map(({ table }) => tableOf(table.name));
  await client.query(`lock table ${names.join(', ')} in access exclusive mode`);
  await options.demandEmpty();
  for (const name of names) await client.query(`delete from ${name}`);
  const giveBack = await suspendRules(client);
  await writeRows(client, archive, written, options);
  await giveBack();
  await demandLevel(client, archive.manifest, options);
  await setNumbers(client, archive.manifest);
  await compareRows(client, archive.manifest, written, options);
  if (jobs) await bringJobs(client, archive, jobs, options.now);
}

/** Both sides name the same tables with the same columns, or it is not what the migrations made. */
function matchTables(
  manifest: Manifest,
  tables: Table[],
  { onStranger = () => {} }: Pick<RestoreOptions, 'onStranger'>,
): TableWritten[] {
  const written = manifest.tables.flatMap((said) => {
    const table = tables.find(({ name }) => name === said.name);
    if (!table) onStranger(said.name);
    else if (storedColumns(table).join() !== said.columns.join()) throw unlike(said.name, 'has other columns');
    return table ? [{ table, said }] : [];
  });
  for (const { name } of tables) {
    if (!written.some(({ table }) => table.name === name)) throw unlike(name, 'is not in it');
  }
  return written;
}

const unlike = (table: string, why: string) =>
  new StartError(`The backup does not fit the version that it names: the table ${table} ${why}.`);

/** @returns a function that gives references and triggers back as they were */
async function suspendRules(client: pg.Client): Promise<() => Promise<void>> {
  const references = await client.query<{ table: string; name: string; definition: string }>(`
    select c.relname as table, k.conname as name, pg_get_constraintdef(k.oid) as definition
      from pg_constraint k join pg_class c on c.oid = k.conrelid
     where k.contype = 'f' and k.conparentid = 0 and c.relnamespace = 'public'::regnamespace order by 1, 2`);
  const triggers = await client.query<{ table: string; name: string }>(`
    select c.relname as table, t.tgname as name
      from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where not t.tgisinternal and t.tgenabled = 'O' and c.relnamespace = 'public'::regnamespace order by 1, 2`);
  for (const { table, name } of references.rows) {
    await client.query(`alter table ${tableOf(table)} drop constraint ${quoted(name)}`);
  }
  const switchTriggers = async (how: 'enable' | 'disable') => {
    for (const { table, name } of triggers.rows) {
      await client.query(`alter table ${tableOf(table)} ${how} trigger ${quoted(name)}`);
    }
  };
  await switchTriggers('disable');
  return async () => {
    await switchTriggers('enable');
    for (const { table, name, definition } of references.rows) {
      await client.query(`alter table ${tableOf(table)} add constraint ${quoted(name)} ${definition}`);
    }
  };
}

async function writeRows(
  client: pg.Client,
  archive: ArchiveReader,
  written: readonly TableWritten[],
  { onProgress }: RestoreOptions,
): Promise<void> {
  const total = written.reduce((rows, { said }) => rows + said.rows, 0);
  let done = 0;
  for (const { table, said } of written) {
    const counted = new Digester((lines) => {
      done += lines;
      onProgress?.('rows', done, total);
    });
    const rows = counted.through(archive.read(partOfTable(table.name), said));
    await copyIn(client, table.name, said.columns, rows).catch((error: unknown) => {
      if (!isRefusal(error)) throw error;
      throw new DamagedBackup(`the part ${partOfTable(table.name)}`, `is refused by the database (${error.message})`);
    });
  }
}

/** What a row holds is no value of its column, or breaks a rule of its table. */
const isRefusal = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && /^2[23]\w{3}$/.test(String(error.code));

/** The history came as a table like any other: it must say what the manifest says. */
async function demandLevel(client: pg.Client, manifest: Manifest, options: RestoreOptions): Promise<void> {
  await client.query('delete from "_prisma_migrations" where id = $1', [RESTORE_MARKER]);
  const applied = await appliedMigrations(client, options.migrations ?? readMigrations());
  if (JSON.stringify(applied) !== JSON.stringify(manifest.migrations)) {
    throw new DamagedBackup(`the part ${partOfTable('_prisma_migrations')}`, 'is not what its manifest says');
  }
}

/** Sequences go on where they were, and above every number that a row has. */
async function setNumbers(client: pg.Client, manifest: Manifest): Promise<void> {
  const saved = new Map(manifest.sequences.map((one) => [one.name, one]));
  for (const { name, owners } of await readSequences(client)) {
    const number = saved.get(name);
    if (!number) throw unlike(name, 'is a sequence that is not in it');
    await client.query('select setval($1::regclass, $2::bigint, $3)', [tableOf(name), number.value, number.called]);
    for (const { table, column } of owners) {
      await client.query(
        `select setval($1::regclass, m.used, true)
           from (select max(t.${quoted(column)}) as used from ${tableOf(table)} t) m, ${tableOf(name)} s
          where m.used > s.last_value or m.used = s.last_value and not s.is_called`,
        [tableOf(name)],
      );
    }
  }
}

/** What the database answers now must be what was saved: each table by its digest, each document byte for byte. */
async function compareRows(
  client: pg.Client,
  manifest: Manifest,
  written: readonly TableWritten[],
  { scope, onProgress }: RestoreOptions,
): Promise<void> {
  const total = written.length + 1;
  for (const [at, { table, said }] of written.entries()) {
    const found = await new Digester().drain(copyOut(client, selectRows(table, scope)));
    if (found.sha256 !== said.sha256) throw new StartError(`The table ${table.name} is not what was saved of it.`);
    onProgress?.('comparing', at + 1, total);
  }
  const tables = written.map(({ table }) => table);
  const found = await new Digester().drain(asBytes(documentLines(client, tables)));
  if (found.sha256 !== manifest.documents.sha256) throw new StartError('The documents are not what was saved of them.');
  onProgress?.('comparing', total, total);
}

async function bringJobs(
  client: pg.Client,
  archive: ArchiveReader,
  jobs: Pick<Jobs, 'carryIn'>,
  now: Date,
): Promise<void> {
  const db = { executeSql: (text: string, values?: unknown[]) => client.query(text, values) };
  let some: CarriedJob[] = [];
  const bring = async () => {
    await jobs.carryIn(some, { db, now });
    some = [];
  };
  for await (const job of listedJobs(archive)) {
    some.push(job);
    if (some.length >= JOBS_AT_ONCE) await bring();
  }
  await bring();
}
