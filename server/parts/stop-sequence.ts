import type { Log } from '@/server/platform/log';

/** What was opened, to be closed in the opposite order. */
export class StopSequence {
  private readonly steps: { name: string; close: () => Promise<void> | void }[] = [];
  private running: Promise<void> | null = null;

  /** A step opened while stopping is closed at once, and the start ends there. @throws Error while stopping */
  async add(name: string, close: () => Promise<void> | void): Promise<void> {
    if (this.running) {
      await close();
      throw new Error(`Stopped while ${name} was opened.`);
    }
    this.steps.push({ name, close });
  }

  get stopping(): boolean {
    return this.running !== null;
  }

  /** Closes everything once, each step within its time; one that fails does not keep the next from closing. */
  run(log: Log, stepTimeoutMs: number): Promise<void> {
    this.running ??= this.closeAll(log, stepTimeoutMs);
    return this.running;
  }

  private async closeAll(log: Log, stepTimeoutMs: number): Promise<void> {
    for (let step = this.steps.pop(); step; step = this.steps.pop()) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error('it took too long')), stepTimeoutMs);
      });
      try {
        await Promise.race([step.close(), late]);
      } catch (error) {
        log.error({ err: error, step: step.name }, 'a part did not stop in order');
      } finally {
        clearTimeout(timer);
      }
    }
  }
}
