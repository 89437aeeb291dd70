import { createHmac } from 'node:crypto';
import { type FanOut, openFanOut } from '@/server/platform/collab';
import type { Database } from '@/server/platform/db/client';
import type { Runtime } from '@/server/platform/runtime';

/** The way to the other processes of this installation, where REDIS_URL says that there are some. */
export async function openPeers({
  env,
  secret,
  database,
  log,
}: Pick<Runtime, 'env' | 'secret' | 'database' | 'log'>): Promise<FanOut | null> {
  if (!env.REDIS_URL) return null;
  return openFanOut({ url: env.REDIS_URL, key: await installationKey(secret, database), log });
}

/**
 * What the processes of one installation know, and no others: the secret, and which database it is. The secret alone does
 * not tell: an installation and its copy elsewhere may share it, and have documents of the same ids.
 */
export async function installationKey(secret: string, { pool }: Pick<Database, 'pool'>): Promise<Buffer> {
  // The id of a migration is random, and new wherever a backup is restored.
  const { rows } = await pool.query<{ first: string; database: string }>(
    `select (select m.id from "_prisma_migrations" m where m.finished_at is not null
             order by m.finished_at, m.id limit 1) as first,
       (select d.oid::text from pg_database d where d.datname = current_database()) as database`,
  );
  return createHmac('sha256', secret).update(JSON.stringify(rows)).digest();
}
