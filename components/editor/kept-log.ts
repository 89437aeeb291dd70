import {
  type Change,
  dropChanges,
  forgetDocument,
  forgetOld,
  forgetPerson,
  type KeptOf,
  type KeptText,
  keepBase,
  keepChanges,
  readKept,
} from './kept-changes';

/** Where what is not sent yet lies. `tab`: the browser keeps nothing for us; `full`: it has no more room. */
export type Keeper = 'browser' | 'tab' | 'full';
type Numbered = Change & { no: number };

const CHANNEL = 'kenning-kept';

/** Other tabs of this browser hear it; a window without storage may have no channel either. */
function openChannel(): BroadcastChannel | null {
  return typeof window === 'undefined' || typeof BroadcastChannel === 'undefined'
    ? null
    : new BroadcastChannel(CHANNEL);
}

/** At signing out: nothing that this person wrote stays in this browser, and no open tab of theirs keeps more. */
export async function forgetKeptOf(personId: string): Promise<void> {
  const channel = openChannel();
  channel?.postMessage(personId);
  channel?.close();
  // A browser that keeps nothing has nothing to forget.
  await forgetPerson(personId).catch(() => undefined);
}

type KeptLogOptions = KeptOf & {
  title: string;
  /** Of the document schema. */
  version: number;
  onKeeper: () => void;
};

/**
 * What one tab keeps of one document in its browser: every change at once, in order, until the server has confirmed
 * it. What cannot be written waits here and is written before whatever comes later, since no change can be read
 * without those before it.
 */
export class KeptLog {
  keeper: Keeper = 'browser';
  private readonly options: KeptLogOptions;
  private readonly keys = new Map<number, number>();
  private readonly channel = openChannel();
  private waiting: Numbered[] = [];
  private confirmed = 0;
  private over = false;
  private turn: Promise<void> = Promise.resolve();

  constructor(options: KeptLogOptions) {
    this.options = options;
    if (this.channel) {
      this.channel.onmessage = ({ data }) => {
        if (data === options.personId) this.stop();
      };
    }
  }

  /** @returns what earlier tabs left behind; null when that is nothing */
  async restore(nowMs: number): Promise<KeptText | null> {
    try {
      await forgetOld(nowMs);
      const found = await readKept(this.options, this.options.version);
      return found.changes.length > 0 ? found : null;
    } catch {
      this.tell('tab');
      return null;
    }
  }

  /** Takes over what was restored: it goes when change `no` is confirmed. */
  adopt(no: number, key: number): void {
    this.keys.set(no, key);
  }

  add(change: Numbered): void {
    if (this.over) return;
    this.waiting.push(change);
    this.queue(() => this.write());
  }

  /** The server has every change up to this one, or the person has let them go. */
  drop(upTo: number): void {
    this.confirmed = Math.max(this.confirmed, upTo);
    if (!this.over) this.queue(() => this.clean());
  }

  /** The text as it stands, beside the changes. */
  keepBase(bytes: Uint8Array): void {
    // Without it the changes are kept all the same.
    if (!this.over) this.queue(() => keepBase(this.options, this.options.version, bytes).catch(() => undefined));
  }

  /** Nothing of this document is to stay in this browser. */
  forget(): void {
    if (this.over) return;
    this.queue(() => forgetDocument(this.options).catch(() => undefined));
    this.stop();
  }

  /** Whoever has signed in again goes on in a tab that had to forget: from now on it keeps what they write. */
  resume(unsaved: readonly Numbered[]): void {
    if (!this.over) return;
    this.over = false;
    for (const change of unsaved) this.add(change);
  }

  close(): void {
    this.channel?.close();
  }

  private stop(): void {
    this.over = true;
    this.waiting = [];
    this.tell('tab');
  }

  private tell(keeper: Keeper): void {
    if (this.keeper === keeper) return;
    this.keeper = keeper;
    this.options.onKeeper();
  }

  private queue(work: () => Promise<void>): void {
    this.turn = this.turn.then(work);
  }

  private async write(): Promise<void> {
    const batch = this.waiting.filter(({ no }) => no > this.confirmed);
    this.waiting = [];
    if (batch.length === 0) return;
    try {
      const keys = await keepChanges(this.options, this.options, batch);
      for (const [index, { no }] of batch.entries()) this.keys.set(no, keys[index] as number);
      if (!this.over) this.tell('browser');
      else await forgetDocument(this.options);
    } catch (error) {
      if (this.over) return;
      this.waiting = [...batch, ...this.waiting];
      this.tell(error instanceof DOMException && error.name === 'QuotaExceededError' ? 'full' : 'tab');
    }
  }

  private async clean(): Promise<void> {
    const done = [...this.keys].filter(([no]) => no <= this.confirmed);
    if (done.length === 0) return;
    for (const [no] of done) this.keys.delete(no);
    // What stays is sent once more another time, and is the same then.
    await dropChanges(
      this.options,
      done.map(([, key]) => key),
    ).catch(() => undefined);
  }
}
