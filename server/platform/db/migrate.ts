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

type Applied = { migration_name: string; checksum: string; finished_at: Date | null };

/**
 * Applies what is pending, each migration in a transaction of its own with its record, one process at a time.
 * @returns the names of those just applied
 * @throws StartError when an applied migration has changed, the database is ahead of the program, or one fails
 */
export async function migrate(url: string, migrations: Migration[] = readMigrations()): Promise<string[]> {
  return withConnection(url, async (client) => {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(HISTORY_TABLE);
    const pending = pendingOf(migrations, await appliedIn(client));
    for (const migration of pending) await apply(client, migration);
    return pending.map((migration) => migration.name);
  });
}

/** @returns the names of migrations that the database lacks. @throws StartError as `migrate` does */
export async function pendingMigrations(url: string, migrations: Migration[] = readMigrations()): Promise<string[]> {
  return withConnection(url, async (client) => {
    const { rows } = await client.query(`select to_regclass('"_prisma_migrations"') is not null as there`);
    const applied = rows[0].there ? await appliedIn(client) : [];
    return pendingOf(migrations, applied).map((migration) => migration.name);
  });
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
