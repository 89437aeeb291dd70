/** Keystrokes that follow one another this closely are one change to whoever made them. */
export const EDIT_PAUSE_MS = 1_000;
/** Whoever types without a pause has changed more than one thing after a while. */
export const EDIT_MS_MAX = 10_000;

type Entry = { no: number; at: number; bytes: Uint8Array; begins: boolean };

/** The changes that are not saved yet, counted as the person would count them. */
export class Edits {
  private entries: Entry[] = [];
  private begunAt = 0;
  /** Never 0 while something is not saved. */
  count = 0;

  /** What is not saved, each change with its number and when it was made. */
  get all(): readonly { no: number; at: number; bytes: Uint8Array }[] {
    return this.entries;
  }

  /** The bytes of all, in the order in which they were written. */
  get unsaved(): Uint8Array[] {
    return this.entries.map(({ bytes }) => bytes);
  }

  /** @param no grows by one with every change of the text */
  add({ no, at, bytes }: { no: number; at: number; bytes: Uint8Array }): void {
    const last = this.entries.at(-1);
    const begins = !last || at - last.at > EDIT_PAUSE_MS || at - this.begunAt > EDIT_MS_MAX;
    if (begins) {
      this.begunAt = at;
      this.count += 1;
    }
    this.entries.push({ no, at, bytes, begins });
  }

  /** Everything up to this change is saved, or let go. */
  drop(upTo: number): void {
    const left = this.entries.filter(({ no }) => no > upTo);
    if (left.length === this.entries.length) return;
    this.entries = left;
    // What is left of a change that is saved in part is a change.
    this.count = left.filter(({ begins }, index) => begins || index === 0).length;
    const [first] = left;
    if (first) first.begins = true;
  }
}
