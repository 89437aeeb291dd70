import { withConnection } from '@/server/platform/db/connection';
import { placeOf } from '@/server/platform/db/durability';
import { pendingMigrations } from '@/server/platform/db/migrate';
import { SETTING_NAMES } from '@/server/platform/env';
import { runtime } from '@/server/platform/runtime';
import type { Io } from './io';

type Finding = { what: string; fine: boolean; says: string };

/** Settings whose value is nobody's business. */
const SECRET_SETTINGS = ['DATABASE_URL', 'REDIS_URL', 'KENNING_SECRET', 'DEMO_PASSWORD', 'SMTP_URL', 'METRICS_TOKEN'];

function settings(): Finding {
  const set = SETTING_NAMES.filter((name) => name !== 'NODE_ENV' && process.env[name]).map((name) =>
    SECRET_SETTINGS.includes(name) ? `${name} (hidden)` : `${name}=${process.env[name]}`,
  );
  return { what: 'Settings', fine: true, says: set.length === 0 ? 'all at their defaults' : set.join(', ') };
}

async function database(): Promise<Finding> {
  const { url } = runtime().database;
  const sql = `select current_setting('server_version') as version, pg_size_pretty(pg_database_size(current_database())) as size`;
  const { rows } = await withConnection(url, (client) => client.query<{ version: string; size: string }>(sql));
  return { what: 'Database', fine: true, says: `PostgreSQL ${rows[0]?.version} at ${placeOf(url)}, ${rows[0]?.size}` };
}

async function migrations(): Promise<Finding> {
  const pending = await pendingMigrations(runtime().database.url);
  const says = pending.length === 0 ? 'all applied' : `not applied yet: ${pending.join(', ')}`;
  return { what: 'Migrations', fine: pending.length === 0, says };
}

async function lease(): Promise<Finding> {
  const { prisma } = runtime().database;
  const holders = await prisma.processLease.findMany({ orderBy: { takenAt: 'asc' } });
  const now = new Date();
  const says = holders.map(
    (row) =>
      `process ${row.pid} since ${row.takenAt.toISOString()}${row.expiresAt < now ? ' (no longer answers)' : ''}`,
  );
  return { what: 'Served by', fine: true, says: says.join(', ') || 'nobody now' };
}

async function files(): Promise<Finding> {
  await runtime().files.check();
  return { what: 'Files', fine: true, says: 'can be written' };
}

/** Looks at what an installation stands on and says what is wrong. @returns 0 when nothing is */
export async function run(_args: string[], io: Io): Promise<number> {
  let healthy = true;
  const looks: [string, () => Finding | Promise<Finding>][] = [
    ['Settings', settings],
    ['Database', database],
    ['Migrations', migrations],
    ['Served by', lease],
    ['Files', files],
  ];
  for (const [what, look] of looks) {
    const failed = (error: Error): Finding => ({
      what,
      fine: false,
      says: error.message.trim().split('\n').at(-1) ?? '',
    });
    const finding = await Promise.resolve().then(look).catch(failed);
    healthy &&= finding.fine;
    io.out(`${finding.fine ? 'ok   ' : 'WRONG'}  ${finding.what}: ${finding.says}`);
  }
  return healthy ? 0 : 1;
}
