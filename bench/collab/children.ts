import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { OPERATOR_FLAGS } from '@/scripts/lib/child.mjs';

const START_MS_MAX = 60_000;

/** Of this bench and nobody else, so that none outlives it. */
const living = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

/** @throws Error when `promise` takes longer */
export async function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms.`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A program of this folder in a process of its own, spoken to by numbered questions. */
export class Child<Question extends object, Answer> {
  readonly process: ChildProcess;
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private readonly failing = new Set<(error: Error) => void>();
  private asked = 0;

  private constructor(started: ChildProcess, name: string) {
    this.process = started;
    started.on('message', (message: { id?: number } & Answer) => {
      if (message.id === undefined) return;
      this.waiting.get(message.id)?.(message);
      this.waiting.delete(message.id);
    });
    started.once('exit', (code, signal) => {
      living.delete(started);
      for (const fail of this.failing) fail(new Error(`${name} ended (${code ?? signal}).`));
    });
  }

  /** Starts `<name>.child.ts`, with what Kenning is run with, and waits for the first thing it says. */
  static async start<Question extends object, Answer, Ready>(
    name: string,
    env: Record<string, string> = {},
  ): Promise<{ child: Child<Question, Answer>; ready: Ready }> {
    const file = fileURLToPath(new URL(`${name}.child.ts`, import.meta.url));
    const started = spawn(process.execPath, [...OPERATOR_FLAGS, '--import', 'tsx', '--expose-gc', file], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, NODE_ENV: 'production', ...env },
    });
    living.add(started);
    const child = new Child<Question, Answer>(started, name);
    const [ready] = await child.orEnd(START_MS_MAX, `The start of ${name}`, once(started, 'message'));
    return { child, ready: ready as Ready };
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  /** @throws Error when it ends, or says nothing for so long */
  ask(question: Question, msMax: number): Promise<Answer> {
    this.asked += 1;
    const id = this.asked;
    const answer = new Promise<Answer>((resolve) => this.waiting.set(id, resolve));
    this.process.send({ ...question, id });
    return this.orEnd(msMax, 'An answer', answer);
  }

  private async orEnd<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
    let fail: (error: Error) => void = () => {};
    const ended = new Promise<never>((_, reject) => {
      fail = reject;
      this.failing.add(reject);
    });
    try {
      return await within(ms, what, Promise.race([promise, ended]));
    } finally {
      this.failing.delete(fail);
    }
  }

  /** Ends it at once, as `kill -9` does. */
  async kill(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const gone = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await gone;
  }
}
