import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { withConnection } from './connection';
import { StartError } from './start-error';

export type Migration = { name: string; sql: string; checksum: string };

/** Any number, the same in every process of every version: whoever holds it migrates. */
const MIGRATION_LOCK = 7_364_001;

/** The shape that Prisma's own tools know, so that whoever has them can use them as well. */
const HISTORY_TABLE = `
  create table if not exists "_prisma_migrations" (
    "id" varchar(36) primary key,
    "checksum" varchar(64) not null,
    "finished_at" timestamptz,
    "migration_name" varchar(255) not null,
    "logs" text,
    "rolled_back_at" timestamptz,
    "started_at" timestamptz not null default now(),
    "applied_steps_count" integer not null default 0
  )`;

/** Reads the migrations in their order. @param folder `prisma/migrations` */
export function readMigrations(folder = join(process.cwd(), 'prisma', 'migrations')): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'migration.sql')))
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

/**
 * Stands in the history while a restore is under way: a migration that was begun and has not finished, which no version
 * starts on. The transaction that brings the restored rows takes it away.
 */
export const RESTORE_MARKER = 'kenning-restore';

type Applied = { migration_name: string; checksum: string; finished_at: Date | null };

/**
 * Applies what is pending, each migration in a transaction of its own with its record, one process at a time.
 * @returns the names of those just applied
 * @throws StartError when an applied migration has changed, the database is ahead of the program, or one fails
 */
export async function migrate(url: string, migrations: Migration[] = readMigrations()): Promise<string[]> {
  return withConnection(url, async (client) => {
    await lockMigrations(client);
    await client.query(HISTORY_TABLE);
    return applyPending(client, migrations, await appliedIn(client));
  });
}

/**
 * Holds the right to change the schema until the connection ends, or `unlockMigrations` gives it back.
 */
export async function lockMigrations(client: pg.Client): Promise<void> {
  await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
}

/** Lets others change the schema again. */
export async function unlockMigrations(client: pg.Client): Promise<void> {
  await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
}

/** Says in the database that a restore is under way: from now on nobody starts on it. */
export async function markRestoring(url: string): Promise<void> {
  await withConnection(url, async (client) => {
    await lockMigrations(client);
    await client.query(HISTORY_TABLE);
    await client.query(
      `insert into "_prisma_migrations" (id, checksum, migration_name) values ($1, '', $1) on conflict do nothing`,
      [RESTORE_MARKER],
    );
  });
}

/** Takes the mark away from a database that nothing was restored into. */
export async function unmarkRestoring(url: string): Promise<void> {
  await withConnection(url, (client) =>
    client.query('delete from "_prisma_migrations" where id = $1', [RESTORE_MARKER]),
  );
}

/** As `migrate`, in a database that is marked as being restored. */
export async function migrateRestoring(url: string, migrations: Migration[]): Promise<void> {
  await withConnection(url, async (client) => {
    await lockMigrations(client);
    const applied = await appliedIn(client);
    await applyPending(
      client,
      migrations,
      applied.filter((row) => row.migration_name !== RESTORE_MARKER),
    );
  });
}

async function applyPending(client: pg.Client, migrations: Migration[], applied: Applied[]): Promise<string[]> {
  const pending = pendingOf(migrations, applied);
  for (const migration of pending) await apply(client, migration);
  return pending.map((migration) => migration.name);
}

/** @returns the names of migrations that the database lacks. @throws StartError as `migrate` does */
export async function pendingMigrations(url: string, migrations: Migration[] = readMigrations()): Promise<string[]> {
  return withConnection(url, async (client) => {
    return pendingOf(migrations, await appliedOrNone(client)).map((migration) => migration.name);
  });
}

/** What has been applied to a database, in order. @throws StartError when that is not what `migrations` begins with */
export async function appliedMigrations(
  client: pg.Client,
  migrations: Migration[] = readMigrations(),
): Promise<Pick<Migration, 'name' | 'checksum'>[]> {
  const applied = await appliedOrNone(client);
  pendingOf(migrations, applied);
  const done = new Set(applied.map((row) => row.migration_name));
  return migrations.filter(({ name }) => done.has(name)).map(({ name, checksum }) => ({ name, checksum }));
}

async function appliedOrNone(client: pg.Client): Promise<Applied[]> {
  const { rows } = await client.query(`select to_regclass('"_prisma_migrations"') is not null as there`);
  return rows[0].there ? appliedIn(client) : [];
}

async function appliedIn(client: pg.Client): Promise<Applied[]> {
  const { rows } = await client.query<Applied>(
    `select migration_name, checksum, finished_at from "_prisma_migrations" where rolled_back_at is null`,
  );
  return rows;
}

function pendingOf(migrations: Migration[], applied: Applied[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of applied) {
    const name = row.migration_name;
    if (name === RESTORE_MARKER) {
      throw new StartError('A restore into this database has not ended: run "kenning restore" again.');
    }
    const migration = known.get(name);
    if (!migration) {
      throw new StartError(
        `The database has the migration ${name}, which this version does not know: use a newer one.`,
      );
    }
    if (!row.finished_at) throw new StartError(`The migration ${name} was begun elsewhere and did not finish.`);
    if (migration.checksum !== row.checksum) {
      throw new StartError(`The migration ${name} was changed after it was applied: restore its file.`);
    }
  }
  const done = new Set(applied.map((row) => row.migration_name));
  return migrations.filter((migration) => !done.has(migration.name));
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query(
      `insert into "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count)
       values ($1, $2, $3, clock_timestamp(), 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new StartError(`The migration ${migration.name} failed and was taken back: ${(error as Error).message}.`);
  }
}
