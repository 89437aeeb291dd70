import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';

/** Tells its pid, ends with 7 on SIGTERM, and with 0 when its starter is gone. */
const SERVER = `
  process.on('SIGTERM', () => process.exit(7));
  process.on('disconnect', () => process.exit(0));
  setInterval(() => {}, 1000);
  console.log(process.pid);
`;
const STARTER = `
  import { runInOurPlace } from './scripts/lib/child.mjs';
  process.exitCode = await runInOurPlace(process.execPath, ['-e', ${JSON.stringify(SERVER)}]);
`;

describe('a program that runs in the place of its starter', () => {
  const started: ChildProcess[] = [];
  let server = 0;

  afterEach(() => {
    for (const each of started.splice(0)) each.kill('SIGKILL');
    if (isAlive(server)) process.kill(server, 'SIGKILL');
  });

  function isAlive(pid: number): boolean {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  }

  async function start(command: string, args: string[], env: NodeJS.ProcessEnv): Promise<ChildProcess> {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
    started.push(child);
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    server = Number(line);
    return child;
  }

  const { npm_lifecycle_event: _none, ...plain } = process.env;
  const node = ['--input-type=module', '-e', STARTER];

  it('is passed its signals, and gives its exit code', async () => {
    const starter = await start(process.execPath, node, plain);
    starter.kill('SIGTERM');
    expect((await once(starter, 'exit'))[0]).toBe(7);
  });

  it('tells of the signal that killed it as shells do', async () => {
    const starter = await start(process.execPath, node, plain);
    process.kill(server, 'SIGKILL');
    expect((await once(starter, 'exit'))[0]).toBe(128 + 9);
  });

  it('ends when its starter is killed', async () => {
    const starter = await start(process.execPath, node, plain);
    starter.kill('SIGKILL');
    await expect.poll(() => isAlive(server), { timeout: 10_000 }).toBe(false);
  });

  it('ends when npm is killed, though the shell between them lives', async () => {
    const npm = `
      import { spawn } from 'node:child_process';
      const code = ${JSON.stringify(STARTER)};
      const env = { ...process.env, npm_lifecycle_event: 'demo', CODE: code, NODE: process.execPath };
      spawn('sh', ['-c', '"$NODE" --input-type=module -e "$CODE"; exit $?'], { stdio: 'inherit', env });
    `;
    const outer = await start(process.execPath, ['--input-type=module', '-e', npm], plain);
    outer.kill('SIGKILL');
    await expect.poll(() => isAlive(server), { timeout: 10_000 }).toBe(false);
  });
});
