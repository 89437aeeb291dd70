import type { Db as JobDb } from 'pg-boss';
import { z } from 'zod';

/** One queue as an operator sees it. */
export type QueueState = { name: string; waiting: number; delayed: number; running: number; dead: number };

/** A job that failed for the last time. Its data stays in the database: it may name people. */
export type DeadJob = { id: string; source: string | null; failedAt: Date; message: string | null };

const stateRows = z.array(
  z.object({
    name: z.string(),
    waiting: z.coerce.number(),
    delayed: z.coerce.number(),
    running: z.coerce.number(),
    dead: z.coerce.number(),
  }),
);

const deadRows = z.array(
  z.object({ id: z.string(), source: z.string().nullable(), failed_at: z.date(), message: z.string().nullable() }),
);

const keyRows = z.array(z.object({ key: z.string() }));

/** Counts of every queue now, read from the jobs themselves. The queue of the dead is told per source. */
export async function readQueueStates(db: JobDb): Promise<QueueState[]> {
  const { rows } = await db.executeSql(`
    SELECT q.name,
           count(*) FILTER (WHERE j.name = q.name AND j.state < 'active' AND j.start_after <= now()) AS waiting,
           count(*) FILTER (WHERE j.name = q.name AND j.state < 'active' AND j.start_after > now()) AS delayed,
           count(*) FILTER (WHERE j.name = q.name AND j.state = 'active') AS running,
           count(*) FILTER (WHERE j.name = 'dead' AND j.state < 'active') AS dead
      FROM pgboss.queue q
      LEFT JOIN pgboss.job j
             ON (j.name = q.name AND j.state <= 'active') OR (j.name = 'dead' AND j.source_name = q.name AND j.state < 'active')
     WHERE q.name <> 'dead' AND q.name NOT LIKE '\\_\\_pgboss\\_\\_%'
     GROUP BY q.name
     ORDER BY q.name`);
  return stateRows.parse(rows);
}

/** The keys of a queue's jobs that are not over. @param name of the queue */
export async function readLiveKeys(db: JobDb, name: string): Promise<Set<string>> {
  const { rows } = await db.executeSql(
    `SELECT DISTINCT singleton_key AS key FROM pgboss.job WHERE name = $1 AND state <= 'active' AND singleton_key IS NOT NULL`,
    [name],
  );
  return new Set(keyRows.parse(rows).map((row) => row.key));
}

/** The newest dead jobs. @param limit how many at most */
export async function readDeadJobs(db: JobDb, limit: number): Promise<DeadJob[]> {
  const { rows } = await db.executeSql(
    `SELECT id::text, source_name AS source, created_on AS failed_at, output->>'message' AS message
       FROM pgboss.job WHERE name = 'dead' AND state < 'active' ORDER BY created_on DESC, id LIMIT $1`,
    [limit],
  );
  return deadRows.parse(rows).map(({ failed_at, ...row }) => ({ ...row, failedAt: failed_at }));
}
