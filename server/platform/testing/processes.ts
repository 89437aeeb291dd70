import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runningPostmaster } from '../db/cluster';

/** What a process printed, line by line, and how it ended. */
export type Running = {
  child: ChildProcess;
  /** The first line of output, past or future, that `wanted` accepts. @throws when the process ends without it */
  line: (wanted: (line: string) => boolean) => Promise<string>;
  output: () => string;
  /** Writes a line to its standard input, where it was run to hear what is said to it. */
  say: (line: string) => void;
  /** Ends it where it stands. */
  kill: () => Promise<void>;
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
};

type RunOptions = {
  env?: Record<string, string>;
  uid?: number;
  gid?: number;
  /** Options of Node itself. */
  nodeArgs?: string[];
  /** It is told things by its standard input. */
  hears?: boolean;
};

/** Runs one of our TypeScript programs with Node, as the product's own scripts do. */
export function runProgram(program: string, args: string[], options: RunOptions = {}): Running {
  const { env = {}, nodeArgs = [], hears = false, ...account } = options;
  // NODE_ENV and the like are the test runner's: the program is to see what an operator would give it.
  const { VITEST: _runner, ...operatorEnv }: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: 'production' };
  const child = spawn(process.execPath, ['--import', 'tsx', ...nodeArgs, program, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...operatorEnv, ...env },
    ...account,
  });
  // It may have ended.
  child.stdin.on('error', () => undefined);
  if (!hears) child.stdin.end();
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      for (const look of waiting) look();
    });
  }
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }));
  const output = () => lines.join('\n');
  const line = (wanted: (line: string) => boolean) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const found = lines.find(wanted);
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      void ended.then(() => reject(new Error(`It ended without the line; it said:\n${output()}`)));
      look();
    });
  const say = (said: string) => void child.stdin.write(`${said}\n`);
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  return { child, line, output, say, kill, ended };
}

/** A new folder for a data directory, and how to end what runs in it and take it away. */
export function scratchFolder(prefix = 'kenning-data-'): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), prefix));
  const remove = () => {
    const home = join(path, 'postgres');
    try {
      const data = join(realpathSync(home), 'data');
      const running = runningPostmaster(data);
      if (running) process.kill(running.pid, 'SIGKILL');
      rmSync(realpathSync(home), { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    } catch {
      // No database was made in it.
    }
    rmSync(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  };
  return { path, remove };
}
