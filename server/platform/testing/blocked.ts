import { vi } from 'vitest';
import type { Db } from '../db/client';

const PATIENCE = { timeout: 10_000, interval: 10 };

/** Until exactly one statement waits for a lock that another transaction of the same database holds: a race in a sure order. */
export async function untilOneWaits(db: Db): Promise<void> {
  await vi.waitFor(async () => {
    const [row] = await db.$queryRaw<{ waiting: number }[]>`
      SELECT count(*)::int AS waiting FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    if (row?.waiting !== 1) throw new Error(`${row?.waiting ?? 0} wait for a lock.`);
  }, PATIENCE);
}
