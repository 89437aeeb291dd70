import type pg from 'pg';
import type { Log } from '../log';
import type { CollabLimits } from './limits';
import { type Outcome, writeBatch } from './update-log.sql';

export type LogEntry = {
  documentId: string;
  personId: string;
  at: Date;
  bytes: Uint8Array;
  /** Yjs clients that are this person's from now on. */
  clients: readonly number[];
};

/** What a commit did for one document. `previousSeq` is what stood in the log before it, whoever wrote that. */
export type CommittedUpdates = { documentId: string; count: number; previousSeq: bigint; lastSeq: bigint };

/**
 * Why a document's updates can never be stored: it is gone, the database refuses them, or another process has given one
 * of the Yjs clients to somebody else.
 */
export type LogRefusal = 'gone' | 'refused' | 'claimed';

/** A statement that returns a row while this process may write, and holds that until the transaction ends. */
export type Fence = { sql: string; params: readonly unknown[] };

export type UpdateLogOptions = {
  /** Pipelined. */
  pool: pg.Pool;
  /** Names this server in notices, so that it does not read its own updates back. */
  origin: string;
  fence?: Fence | undefined;
  limits: CollabLimits;
  log: Log;
  onCommitted: (updates: CommittedUpdates) => void;
  onRefused: (documentId: string, refusal: LogRefusal) => void;
  onBatch?: ((durationMs: number, updates: number) => void) | undefined;
};

type Batch = { entries: LogEntry[]; bytes: number };
/** SQLSTATE classes of a fault in the data itself: another attempt ends the same way. */
const DATA_FAULTS = ['22', '23', '54'];

/**
 * The one queue through which live documents reach PostgreSQL. While a transaction is in flight the next batch
 * gathers. A document whose row somebody else holds waits without holding up the others. While the database is away
 * everything is kept and tried again.
 */
export class UpdateLog {
  private readonly options: UpdateLogOptions;
  private queue: LogEntry[] = [];
  private queuedBytes = 0;
  private running: Promise<void> | null = null;
  private halted = false;
  /** When the next commit may begin, for all who wait for that. */
  private next: Promise<void> | null = null;
  /** When the last commit began, and how long after it the next may. */
  private startedAtMs = Number.NEGATIVE_INFINITY;
  private spacingMs = 0;
  /** Documents whose rows somebody else held in the last attempts: since, and with, the last one that committed. */
  private locked: ReadonlySet<string> = new Set();
  readonly counters = { updates: 0, batches: 0, failures: 0 };

  constructor(options: UpdateLogOptions) {
    this.options = options;
  }

  /** @returns whether nothing more may be appended until the database has taken what waits */
  get full(): boolean {
    const { limits } = this.options;
    return this.queue.length >= limits.queuedUpdatesMax || this.queuedBytes >= limits.queuedBytesMax;
  }

  get waiting(): number {
    return this.queue.length;
  }

  /**
   * Resolves when the next commit may begin, for all who wait at the same moment: what is said until then goes with it.
   * At once when none has begun for a while.
   */
  due(): Promise<void> {
    this.next ??= this.spacing().then(() => {
      this.next = null;
    });
    return this.next;
  }

  private async spacing(): Promise<void> {
    const restMs = () => this.spacingMs - (performance.now() - this.startedAtMs);
    // A timer counts whole milliseconds, and may end one early.
    while (restMs() > 0) await this.pause(Math.ceil(restMs()));
  }

  private spacingAfter({ entries, bytes }: Batch): number {
    const { batchSpacingMs, crowdedBatchUpdates, crowdedBatchSpacingMs, largeUpdateBytes } = this.options.limits;
    const isCrowded = entries.length >= crowdedBatchUpdates && bytes < entries.length * largeUpdateBytes;
    return isCrowded ? crowdedBatchSpacingMs : batchSpacingMs;
  }

  /** Takes an update. `onCommitted` or `onRefused` follows, in the order of appending for each document. */
  append(entry: LogEntry): void {
    this.queue.push(entry);
    this.queuedBytes += entry.bytes.length;
    this.running ??= this.run();
  }

  /** Gives up what still waits. For the end of the process. */
  halt(): void {
    this.halted = true;
  }

  private async run(): Promise<void> {
    let retryMs = this.options.limits.retryFirstMs;
    await new Promise((resolve) => setImmediate(resolve));
    while (this.queue.length > 0 && !this.halted) {
      await this.spacing();
      this.startedAtMs = performance.now();
      const batch = this.take();
      this.spacingMs = this.spacingAfter(batch);
      const result = await this.attempt(batch.entries);
      if (result === 'again') {
        this.putBack(batch.entries);
        await this.pause(retryMs);
        retryMs = Math.min(retryMs * 2, this.options.limits.retryMaxMs);
      } else if (result !== null) {
        retryMs = this.options.limits.retryFirstMs;
        this.settle(batch, result);
      }
    }
    this.running = null;
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms));
  }

  /** Documents that were locked a moment ago are passed over until others had their turn: they hold nobody up. */
  private take(): Batch {
    const { batchUpdatesMax, batchBytesMax } = this.options.limits;
    const passed = (entry: LogEntry) => this.locked.has(entry.documentId);
    if (this.queue.every(passed)) this.locked = new Set();
    const entries: LogEntry[] = [];
    const left: LogEntry[] = [];
    let bytes = 0;
    let full = false;
    for (const entry of this.queue) {
      const { length } = entry.bytes;
      full ||= entries.length > 0 && (entries.length >= batchUpdatesMax || bytes + length > batchBytesMax);
      if (full || passed(entry)) {
        left.push(entry);
      } else {
        entries.push(entry);
        bytes += length;
      }
    }
    this.queue = left;
    this.queuedBytes -= bytes;
    return { entries, bytes };
  }

  private putBack(entries: LogEntry[]): void {
    this.queue = [...entries, ...this.queue];
    this.queuedBytes += entries.reduce((sum, entry) => sum + entry.bytes.length, 0);
  }

  /** Tells what became of a batch; what was locked elsewhere goes back to the front. */
  private settle(batch: Batch, outcome: Outcome): void {
    for (const updates of outcome.committed) this.tell(() => this.options.onCommitted(updates));
    for (const documentId of outcome.gone) this.refuse(documentId, 'gone');
    for (const documentId of outcome.claimed) this.refuse(documentId, 'claimed');
    this.locked = outcome.committed.length > 0 ? outcome.locked : new Set([...this.locked, ...outcome.locked]);
    if (outcome.locked.size === 0) return;
    this.putBack(batch.entries.filter((entry) => outcome.locked.has(entry.documentId)));
  }

  private refuse(documentId: string, refusal: LogRefusal): void {
    const kept = this.queue.filter((entry) => entry.documentId !== documentId);
    this.queue = kept;
    this.queuedBytes = kept.reduce((sum, entry) => sum + entry.bytes.length, 0);
    this.tell(() => this.options.onRefused(documentId, refusal));
  }

  /** A listener that throws must not stop the log. */
  private tell(listener: () => void): void {
    try {
      listener();
    } catch (error) {
      this.options.log.error({ err: error }, 'collab: a listener of the log failed');
    }
  }

  /** One transaction. A fault in the data is narrowed down to its document. @returns null when it was dealt with here */
  private async attempt(entries: LogEntry[]): Promise<Outcome | 'again' | null> {
    try {
      return await this.commit(entries);
    } catch (error) {
      this.counters.failures += 1;
      const state = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
      if (!DATA_FAULTS.includes(state.slice(0, 2))) {
        this.options.log.warn(
          { err: error, updates: entries.length },
          'collab: a batch was not committed; trying again',
        );
        return 'again';
      }
      const ids = [...new Set(entries.map((entry) => entry.documentId))];
      const [only] = ids;
      if (ids.length === 1 && only !== undefined) {
        this.options.log.error({ err: error, documentId: only }, 'collab: the database refuses a document’s updates');
        this.refuse(only, 'refused');
        return null;
      }
      return this.attemptEach(entries, ids);
    }
  }

  private async attemptEach(entries: LogEntry[], ids: string[]): Promise<null> {
    for (const documentId of ids) {
      const own = entries.filter((entry) => entry.documentId === documentId);
      const result = await this.attempt(own);
      if (result === 'again') this.putBack(own);
      else if (result !== null) this.settle({ entries: own, bytes: 0 }, result);
    }
    return null;
  }

  private async commit(entries: LogEntry[]): Promise<Outcome> {
    const started = performance.now();
    const client = await this.options.pool.connect();
    let failure: Error | undefined;
    try {
      const { origin, fence, limits } = this.options;
      const outcome = await writeBatch(client, entries, { origin, fence, statementMs: limits.statementMs });
      this.count(outcome, performance.now() - started);
      return outcome;
    } catch (error) {
      failure = error as Error;
      throw error;
    } finally {
      // A failed one is closed, which takes back what it had not said to commit: it may answer nothing any more.
      client.release(failure);
    }
  }

  private count(outcome: Outcome, durationMs: number): void {
    const updates = outcome.committed.reduce((sum, one) => sum + one.count, 0);
    this.counters.updates += updates;
    this.counters.batches += 1;
    if (updates > 0) this.options.onBatch?.(durationMs, updates);
  }
}
