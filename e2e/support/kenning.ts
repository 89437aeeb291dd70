import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Database, openDatabase } from '@/server/platform/db/client';
import { openEmbedded } from '@/server/platform/db/embedded';

const START_TIMEOUT_MS = 90_000;
const END_TIMEOUT_MS = 10_000;
const POLL_MS = 20;
const READY = /Kenning is ready at (http\S+?):?(\s|$)/;

/** A free port of the loopback address. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** A data directory of its own that the database's user can reach. */
export function newDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'kenning-e2e-'));
  chmodSync(dataDir, 0o755);
  return dataDir;
}

export type Kenning = {
  url: string;
  dataDir: string;
  port: number;
  /** Everything printed so far. */
  output: () => string;
  /** Asks it to stop, and waits. */
  stop: () => Promise<void>;
  /** Ends it as a crash would: no handler runs. */
  kill: () => Promise<void>;
};

type Given = { dataDir: string; port?: number; args?: string[]; env?: Record<string, string> };

/** Starts the built product on a data directory. @param given `args` for instance `--demo`, `env` further settings */
export async function startKenning(given: Given): Promise<Kenning> {
  const port = given.port ?? (await freePort());
  const child = spawn(process.execPath, ['--enable-source-maps', 'dist/main.js', ...(given.args ?? [])], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      KENNING_DATA_DIR: given.dataDir,
      LOG_LEVEL: 'warn',
      ...given.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const url = await untilReady(child, () => output);
  return {
    url,
    port,
    dataDir: given.dataDir,
    output: () => output,
    stop: () => end(child, 'SIGTERM'),
    kill: () => end(child, 'SIGKILL'),
  };
}

function untilReady(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Kenning did not start in time:\n${output()}`)), START_TIMEOUT_MS);
    const look = () => {
      const ready = READY.exec(output());
      if (!ready?.[1]) return;
      clearTimeout(timer);
      resolve(ready[1]);
    };
    child.stdout?.on('data', look);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`Kenning ended with ${code}:\n${output()}`));
    });
  });
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}

/** Kills the embedded PostgreSQL as a power cut would, and waits until it is gone. */
export async function killDatabase(dataDir: string): Promise<void> {
  const pid = Number(readFileSync(join(dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 1) throw new Error('no database runs there');
  if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  const deadline = Date.now() + END_TIMEOUT_MS;
  while (isAlive(pid)) {
    if (Date.now() > deadline) throw new Error('the database does not end');
    await wait(POLL_MS);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** @returns where the database of a running Kenning is reached */
export async function databaseUrlOf(dataDir: string): Promise<string> {
  const embedded = await openEmbedded(dataDir, 'command');
  if (embedded.how !== 'attached') throw new Error('Kenning does not run on that data directory');
  return embedded.url;
}

/** Connects a test to the database of a running Kenning. */
export async function attach(dataDir: string): Promise<Database> {
  return openDatabase(await databaseUrlOf(dataDir));
}

export function removeDataDir(dataDir: string): void {
  rmSync(dataDir, { recursive: true, force: true });
}
