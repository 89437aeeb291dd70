/** Whether Tab leaves the text now: Escape has said so, and nothing else was done since. */
export class Leaving {
  private leaves = false;
  private readonly listeners = new Set<() => void>();

  get = (): boolean => this.leaves;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  set(leaves: boolean): void {
    if (leaves === this.leaves) return;
    this.leaves = leaves;
    for (const listener of this.listeners) listener();
  }
}
