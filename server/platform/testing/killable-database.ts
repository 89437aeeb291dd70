import { readdirSync, readFileSync } from 'node:fs';
import { runningPostmaster, startCluster } from '../db/cluster';
import { withConnection } from '../db/connection';
import { migrate } from '../db/migrate';
import { scratchCluster } from './cluster';

/** As production has it: whatever is committed is on disk. */
const DURABLE = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', max_connections: '100' };
const DATABASE = 'durable';
const TICK_MS = 10;
const STAT_PARENT = 1;
/** Of user and system, of the process itself. */
const STAT_OWN_TICKS = [11, 12];
/** The same of its children that have ended. */
const STAT_ENDED_TICKS = [13, 14];

/** A database server of its own that keeps what it commits and can be killed, with one migrated database. */
export type KillableDatabase = {
  url: string;
  /** `kill -9` of PostgreSQL, with all its processes, at once. */
  kill: () => void;
  start: () => Promise<void>;
  /** Milliseconds of processor time of all its processes, also of those that have ended. */
  processorMs: () => number;
  remove: () => Promise<void>;
};

/** Fields of /proc/<pid>/stat behind the program's name. @returns null when there is no such process */
function statOf(pid: string): number[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
  } catch {
    return null;
  }
}

/**
 * The server first, or it would start its helpers anew when those are killed. Those that have ended count as the
 * server's, which waited for them.
 */
function processesOf(data: string): { pid: number; ms: number }[] {
  const postmaster = runningPostmaster(data)?.pid;
  if (postmaster === undefined) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = statOf(name);
      if (!stat || (Number(name) !== postmaster && stat[STAT_PARENT] !== postmaster)) return [];
      const fields = Number(name) === postmaster ? [...STAT_OWN_TICKS, ...STAT_ENDED_TICKS] : STAT_OWN_TICKS;
      return [{ pid: Number(name), ms: fields.reduce((sum, field) => sum + (stat[field] ?? 0), 0) * TICK_MS }];
    })
    .sort((one, other) => Number(other.pid === postmaster) - Number(one.pid === postmaster));
}

/** Starts it in a temporary folder. */
export async function killableDatabase(): Promise<KillableDatabase> {
  const { cluster, url, remove } = await scratchCluster(DURABLE);
  const { data } = cluster.place;
  await withConnection(url('postgres'), (client) => client.query(`create database ${DATABASE}`));
  await migrate(url(DATABASE));
  return {
    url: url(DATABASE),
    kill: () => {
      for (const { pid } of processesOf(data)) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // It has ended by itself.
        }
      }
    },
    start: async () => void (await startCluster(cluster, DURABLE)),
    processorMs: () => processesOf(data).reduce((sum, { ms }) => sum + ms, 0),
    remove,
  };
}
