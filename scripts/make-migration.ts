/**
 * Writes the migration that brings the database from the schema as last migrated to the schema now:
 *
 *   npm run db:migration -- <name>       a new migration, for instance `add_reviews`
 *   npm run db:migration -- --rebase     writes 0001_foundation anew (only before the first release)
 *   npm run db:migration -- --check      fails when the schema holds changes that no migration has
 *
 * The text of the schema as last migrated stands beside the migrations. No database is read, so what was written by
 * hand (triggers, search indexes, checks) is not dropped by the next migration.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchCluster } from '@/server/platform/testing/cluster';
import { diffSchemas } from './schema-engine';

const SCHEMA_FOLDER = 'prisma/schema';
const MIGRATIONS_FOLDER = 'prisma/migrations';
const LAST_MIGRATED = join(MIGRATIONS_FOLDER, 'schema.prisma');
const FOUNDATION = '0001_foundation';

function schemaNow(): string {
  const files = readdirSync(SCHEMA_FOLDER).filter((name) => name.endsWith('.prisma'));
  return files
    .sort()
    .map((name) => readFileSync(join(SCHEMA_FOLDER, name), 'utf8').trim())
    .join('\n\n')
    .concat('\n');
}

function nextFolder(name: string): string {
  const numbers = readdirSync(MIGRATIONS_FOLDER).map((entry) => Number.parseInt(entry, 10) || 0);
  return `${String(Math.max(0, ...numbers) + 1).padStart(4, '0')}_${name}`;
}

async function sqlBetween(from: string | null, to: string): Promise<string> {
  const scratch = await scratchCluster();
  try {
    return await diffSchemas(from, to, scratch.url('postgres'));
  } finally {
    await scratch.remove();
  }
}

async function main(argument: string | undefined): Promise<number> {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const now = schemaNow();
  if (argument === '--check') {
    if (readFileSync(LAST_MIGRATED, 'utf8') === now) return 0;
    say('The schema has changed since the last migration: run npm run db:migration -- <name>.');
    return 1;
  }
  const rebase = argument === '--rebase';
  if (!rebase && !/^[a-z][a-z0-9_]*$/.test(argument ?? '')) {
    say('Usage: npm run db:migration -- <name_in_small_letters> | --rebase | --check');
    return 2;
  }
  const sql = await sqlBetween(rebase ? null : readFileSync(LAST_MIGRATED, 'utf8'), now);
  if (sql.includes('This is an empty migration') || sql.trim() === '') {
    writeFileSync(LAST_MIGRATED, now);
    say('The schema has not changed in the database.');
    return 0;
  }
  const folder = join(MIGRATIONS_FOLDER, rebase ? FOUNDATION : nextFolder(argument ?? ''));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'migration.sql'), sql.endsWith('\n') ? sql : `${sql}\n`);
  writeFileSync(LAST_MIGRATED, now);
  say(`Wrote ${join(folder, 'migration.sql')}. Read it before you commit it.`);
  return 0;
}

process.exitCode = await main(process.argv[2]);
