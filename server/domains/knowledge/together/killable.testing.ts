import { fileURLToPath } from 'node:url';
import { type Running, runProgram } from '@/server/platform/testing/processes';

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
