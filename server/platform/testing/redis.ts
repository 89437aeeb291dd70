import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, connect as openSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const PROGRAM = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'redis-server'))
  .find((path) => existsSync(path));

/** Whether tests can start a Redis. Where they cannot, they are skipped, and it is said once a file. */
export const HAS_REDIS = PROGRAM !== undefined;
if (!HAS_REDIS) process.stderr.write('There is no redis-server: tests of two processes behind Redis are skipped.\n');

/** A Redis of its own, in memory, on a port of its own. */
export type TestRedis = {
  url: string;
  /** Kills it at once. */
  kill: () => Promise<void>;
  /** Starts it again on its port. */
  start: () => Promise<void>;
  /** It hangs: connections stay open and nothing is answered; until `wake`. */
  freeze: () => void;
  wake: () => void;
  close: () => Promise<void>;
};

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
}

async function answers(port: number): Promise<boolean> {
  const socket = openSocket(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** @throws Error where there is no program */
export async function startRedis(): Promise<TestRedis> {
  if (!PROGRAM) throw new Error('There is no redis-server.');
  const program = PROGRAM;
  const folder = mkdtempSync(join(tmpdir(), 'kenning-redis-'));
  const port = await freePort();
  let child: ChildProcess | null = null;
  const start = async () => {
    const settings = [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      folder,
    ];
    const started = spawn(program, settings, { stdio: 'ignore' });
    child = started;
    while (!(await answers(port))) {
      if (started.exitCode !== null) throw new Error('redis-server ended at once.');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const kill = async () => {
    const running = child;
    child = null;
    if (!running || running.exitCode !== null) return;
    running.kill('SIGKILL');
    await once(running, 'exit');
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    start,
    freeze: () => void child?.kill('SIGSTOP'),
    wake: () => void child?.kill('SIGCONT'),
    close: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
