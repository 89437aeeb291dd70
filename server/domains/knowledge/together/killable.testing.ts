import { fileURLToPath } from 'node:url';
import { runningPostmaster, startCluster } from '@/server/platform/db/cluster';
import { withConnection } from '@/server/platform/db/connection';
import { migrate } from '@/server/platform/db/migrate';
import { scratchCluster } from '@/server/platform/testing/cluster';
import { type Running, runProgram } from '@/server/platform/testing/processes';

/** As production has it: whatever is committed is on disk. */
const DURABLE = { max_connections: '100' };
const DATABASE = 'together';
const SERVER = fileURLToPath(new URL('serve.testing.ts', import.meta.url));
const PORT = /^port (\d+)$/;

/** A server that can be killed, as a process of its own on one database. */
export class KillableServer {
  private running: Running | null = null;
  private said = '';
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  /** @returns its port */
  async start(): Promise<number> {
    this.running = runProgram(SERVER, [], { env: { DATABASE_URL: this.url } });
    const line = await this.running.line((one) => PORT.test(one));
    return Number(PORT.exec(line)?.[1]);
  }

  /** Everything that all of them have said. */
  get output(): string {
    return `${this.said}${this.running?.output() ?? ''}`;
  }

  /** @param signal SIGTERM puts it away in order, SIGKILL ends it where it stands */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const { running } = this;
    if (!running) return;
    running.child.kill(signal);
    await running.ended;
    this.said += `${running.output()}\n`;
    this.running = null;
  }
}

/** A database server that can be killed, with one migrated database. */
export type KillableDatabase = {
  url: string;
  kill: () => Promise<void>;
  start: () => Promise<void>;
  remove: () => Promise<void>;
};

/** Starts it in a temporary folder. */
export async function killableDatabase(): Promise<KillableDatabase> {
  const scratch = await scratchCluster(DURABLE);
  const url = scratch.url(DATABASE);
  await withConnection(scratch.url('postgres'), (client) => client.query(`create database ${DATABASE}`));
  await migrate(url);
  return {
    url,
    kill: async () => {
      const postmaster = runningPostmaster(scratch.cluster.place.data);
      if (postmaster) process.kill(postmaster.pid, 'SIGKILL');
    },
    start: async () => {
      await startCluster(scratch.cluster, DURABLE);
    },
    remove: scratch.remove,
  };
}
