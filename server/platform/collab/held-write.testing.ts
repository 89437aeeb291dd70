import { expect, vi } from 'vitest';
import type { Database } from '../db/client';

/** Where a process is stopped: behind what a statement on `table` has done, or in the commit of it. */
export type WhereHeld = {
  table: string;
  event: 'insert' | 'delete';
  at: 'its statement' | 'its commit';
  /** The how manieth such statement, from 1; for a commit only the first. */
  time?: number;
};

export type HeldWrite = {
  /** Waits until somebody stands there. @returns what they are at, as PostgreSQL has it */
  reached: () => Promise<string>;
  /** Lets them go on. Whoever was killed meanwhile has left a backend that does. @returns when that has ended */
  letGo: () => Promise<void>;
};

const KEY = 7_364_900;

/** For tests that kill a process in the middle of what it writes: PostgreSQL holds it there, so that the kill is certain. */
export async function holdWrite({ pool }: Database, { table, event, at, time = 1 }: WhereHeld): Promise<HeldWrite> {
  const holder = await pool.connect();
  await holder.query(`
    drop sequence if exists held_times cascade;
    create sequence held_times;
    create or replace function hold_write() returns trigger language plpgsql as $$ begin
      if nextval('held_times') = ${time} then perform pg_advisory_xact_lock(${KEY}); end if;
      return null;
    end $$;
    drop trigger if exists held on ${table};
    ${
      at === 'its commit'
        ? `create constraint trigger held after ${event} on ${table} deferrable initially deferred for each row`
        : `create trigger held after ${event} on ${table} for each statement`
    } execute function hold_write();
    select pg_advisory_lock(${KEY});`);
  const waiting = async () => {
    const { rows } = await holder.query<{ pid: number; query: string }>(
      `select a.pid, a.query from pg_locks l join pg_stat_activity a using (pid)
       where l.locktype = 'advisory' and l.objid = ${KEY} and not l.granted and a.datname = current_database()`,
    );
    return rows;
  };
  const eventually = <T>(check: () => Promise<T>) => vi.waitFor(check, { timeout: 20_000, interval: 2 });
  let pids: number[] = [];
  return {
    reached: () =>
      eventually(async () => {
        const rows = await waiting();
        expect(rows).toHaveLength(1);
        pids = rows.map(({ pid }) => pid);
        return rows[0]?.query ?? '';
      }),
    letGo: async () => {
      await holder.query('select pg_advisory_unlock($1)', [KEY]);
      await eventually(async () => {
        const { rowCount } = await holder.query('select from pg_stat_activity where pid = any($1)', [pids]);
        expect(rowCount).toBe(0);
      });
      await holder.query(`drop trigger held on ${table}`);
      holder.release();
    },
  };
}
