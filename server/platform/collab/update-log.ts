import type pg from 'pg';
import type { Log } from '../log';
import type { CollabLimits } from './limits';
import { sqlOf } from './sql';
import { DOCUMENT_CHANNEL } from './store';

export type LogEntry = { documentId: string; personId: string | null; at: Date; bytes: Uint8Array };

/** What a commit did for one document. `previousSeq` is what stood in the log before it, whoever wrote that. */
export type CommittedUpdates = { documentId: string; count: number; previousSeq: bigint; lastSeq: bigint };

/** Why a document's updates can never be stored: it is gone, or the database refuses them. */
export type LogRefusal = 'gone' | 'refused';

/** A statement that returns a row while this process may write, and holds that until the transaction ends. */
export type Fence = { sql: string; params: readonly unknown[] };

export type UpdateLogOptions = {
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
type Outcome = { committed: CommittedUpdates[]; gone: string[]; locked: Set<string> };
type InsertedRow = { document_id: string; count: number; previous: string | null; last: string };

/** SQLSTATE classes of a fault in the data itself: another attempt ends the same way. */
const DATA_FAULTS = ['22', '23', '54'];

const LOCK = 'select id from document where id = any($1) order by id for no key update skip locked';
const EXISTING = 'select id from document where id = any($1)';
const INSERT = `
  with before as (
    select d.id as document_id, document_head(d.id) as previous from unnest($5::text[]) as d(id)
  ), added as (
    insert into document_update (document_id, person_id, at, bytes)
    select e.document_id, e.person_id, e.at, e.bytes
    from unnest($1::text[], $2::text[], $3::timestamptz[], $4::bytea[])
      with ordinality as e(document_id, person_id, at, bytes, position)
    order by e.position
    returning document_id, seq
  ), grown as (
    select document_id, count(*)::int as count, max(seq) as last from added group by document_id
  )
  select g.document_id, g.count, b.previous::text, g.last::text,
    pg_notify($6, json_build_object('origin', $7::text, 'documentId', g.document_id, 'seq', g.last::text)::text)::text
  from grown g join before b on b.document_id = g.document_id`;

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
  /** Documents whose rows somebody else held in the last attempts: since, and with, the last one that committed. */
  private locked: ReadonlySet<string> = new Set();
  readonly counters = { updates: 0, batches: 0, failures: 0, commitMs: 0 };

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

  /** Takes an update. `onCommitted` or `onRefused` follows, in the order of appending for each document. */
  append(entry: LogEntry): void {
    this.queue.push(entry);
    this.queuedBytes += entry.bytes.length;
    this.running ??= this.run();
  }

  /** Resolves with true when everything appended so far is decided, with false after `timeoutMs`. */
  async flush(timeoutMs: number): Promise<boolean> {
    if (!this.running) return true;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), timeoutMs);
    });
    const done = await Promise.race([this.running.then(() => true), late]);
    clearTimeout(timer);
    return done;
  }

  /** Gives up what still waits. For the end of the process, after `flush`. */
  halt(): void {
    this.halted = true;
  }

  private async run(): Promise<void> {
    let retryMs = this.options.limits.retryFirstMs;
    await new Promise((resolve) => setImmediate(resolve));
    while (this.queue.length > 0 && !this.halted) {
      const batch = this.take();
      const result = await this.attempt(batch.entries);
      if (result === 'again') {
        this.putBack(batch.entries);
        await this.pause(retryMs);
        retryMs = Math.min(retryMs * 2, this.options.limits.retryMaxMs);
      } else if (result !== null) {
        retryMs = this.options.limits.retryFirstMs;
        await this.settle(batch, result);
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
  private async settle(batch: Batch, outcome: Outcome): Promise<void> {
    for (const updates of outcome.committed) this.tell(() => this.options.onCommitted(updates));
    for (const documentId of outcome.gone) this.refuse(documentId, 'gone');
    this.locked = outcome.committed.length > 0 ? outcome.locked : new Set([...this.locked, ...outcome.locked]);
    if (outcome.locked.size === 0) return;
    this.putBack(batch.entries.filter((entry) => outcome.locked.has(entry.documentId)));
    if (outcome.committed.length === 0) await this.pause(this.options.limits.lockedRetryMs);
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
      else if (result !== null) await this.settle({ entries: own, bytes: 0 }, result);
    }
    return null;
  }

  private async commit(entries: LogEntry[]): Promise<Outcome> {
    const started = performance.now();
    const client = await this.options.pool.connect();
    let failure: Error | undefined;
    try {
      await client.query('begin');
      const ms = Math.trunc(this.options.limits.statementMs);
      // The second for a connection that we have given up and the database has not.
      await client.query(`set local statement_timeout = ${ms}; set local idle_in_transaction_session_timeout = ${ms}`);
      await this.passFence(client);
      const outcome = await this.write(client, entries);
      await client.query('commit');
      this.count(outcome, performance.now() - started);
      return outcome;
    } catch (error) {
      failure = error as Error;
      throw error;
    } finally {
      // A failed one is closed, which takes its transaction back: it may be a connection that answers nothing any more.
      client.release(failure);
    }
  }

  private async passFence(client: pg.PoolClient): Promise<void> {
    const { fence } = this.options;
    if (!fence) return;
    const rows = await sqlOf(client)(fence.sql, [...fence.params]);
    if (rows.length === 0) throw new Error('Another process holds this database.');
  }

  private count(outcome: Outcome, durationMs: number): void {
    const updates = outcome.committed.reduce((sum, one) => sum + one.count, 0);
    this.counters.updates += updates;
    this.counters.batches += 1;
    this.counters.commitMs += durationMs;
    if (updates > 0) this.options.onBatch?.(durationMs, updates);
  }

  private async write(client: pg.PoolClient, entries: LogEntry[]): Promise<Outcome> {
    const sql = sqlOf(client);
    const wanted = [...new Set(entries.map((entry) => entry.documentId))];
    const held = new Set((await sql<{ id: string }>(LOCK, [wanted])).map((row) => row.id));
    const missing = wanted.filter((id) => !held.has(id));
    const existing = missing.length === 0 ? [] : await sql<{ id: string }>(EXISTING, [missing]);
    const locked = new Set(existing.map((row) => row.id));
    const gone = missing.filter((id) => !locked.has(id));
    if (held.size === 0) return { committed: [], gone, locked };
    const own = entries.filter((entry) => held.has(entry.documentId));
    const rows = await sql<InsertedRow>(INSERT, [
      own.map((entry) => entry.documentId),
      own.map((entry) => entry.personId),
      own.map((entry) => entry.at.toISOString()),
      own.map((entry) => Buffer.from(entry.bytes.buffer, entry.bytes.byteOffset, entry.bytes.byteLength)),
      [...held],
      DOCUMENT_CHANNEL,
      this.options.origin,
    ]);
    const committed = rows.map((row) => ({
      documentId: row.document_id,
      count: row.count,
      previousSeq: BigInt(row.previous ?? 0),
      lastSeq: BigInt(row.last),
    }));
    return { committed, gone, locked };
  }
}
