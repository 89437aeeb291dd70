import * as Y from 'yjs';
import type { Clock } from '../clock';
import type { Log } from '../log';
import type { CollabLimits } from './limits';
import type { Sql } from './sql';
import { loadDocument, readTail, writeSnapshot } from './store';
import { applyUpdate } from './update-check';
import type { CommittedUpdates } from './update-log';

export type RoomStateOptions = {
  documentId: string;
  sql: Sql;
  limits: CollabLimits;
  clock: Clock;
  log: Log;
  /** Another writer's change came into the live document. */
  onForeignChange: (change: Uint8Array) => void;
  /** Everything in the live document is committed. */
  nothingWaits: () => boolean;
};

/** A room's live document and where it stands against the log: what it has seen, and how long the tail has grown. */
export class RoomState {
  doc = new Y.Doc();
  /** Every update of the log up to here is in `doc`. */
  seq = 0n;
  live = false;
  private readonly options: RoomStateOptions;
  private bytes = 0;
  private tailUpdates = 0;
  private tailBytes = 0;
  private catching: Promise<void> | null = null;
  private stale = false;
  private snapshotting = false;
  private retryTimer: NodeJS.Timeout | null = null;
  private closed = false;

  constructor(options: RoomStateOptions) {
    this.options = options;
  }

  /** @returns false when there is no such document. @throws when the database does not answer */
  async load(): Promise<boolean> {
    this.stale = false;
    const loaded = await loadDocument(this.options.sql, this.options.documentId);
    if (!loaded) return false;
    if (this.closed) {
      loaded.doc.destroy();
      return true;
    }
    this.doc.destroy();
    this.doc = loaded.doc;
    this.seq = loaded.seq;
    this.bytes = loaded.bytes;
    this.tailUpdates = loaded.tailUpdates;
    this.tailBytes = loaded.tailBytes;
    this.live = true;
    if (this.stale) void this.catchUp();
    return true;
  }

  /** @returns whether an update of this size may still come in; measures the document when the estimate says no */
  fits(updateBytes: number): boolean {
    const { documentBytesMax } = this.options.limits;
    if (this.bytes + updateBytes <= documentBytesMax) return true;
    this.bytes = Y.encodeStateAsUpdate(this.doc).length;
    return this.bytes + updateBytes <= documentBytesMax;
  }

  grow(updateBytes: number): void {
    this.bytes += updateBytes;
    this.tailBytes += updateBytes;
  }

  onCommitted(updates: CommittedUpdates): void {
    this.tailUpdates += updates.count;
    if (updates.previousSeq <= this.seq) this.seq = updates.lastSeq > this.seq ? updates.lastSeq : this.seq;
    else void this.catchUp();
  }

  /** Reads what the log has and the live document lacks. */
  catchUp(): Promise<void> {
    this.stale = true;
    if (!this.live || this.closed) return Promise.resolve();
    this.catching ??= this.readOn().finally(() => {
      this.catching = null;
      if (this.stale && !this.retryTimer) void this.catchUp();
    });
    return this.catching;
  }

  private async readOn(): Promise<void> {
    try {
      while (this.stale && this.live && !this.closed) {
        this.stale = false;
        const rows = await readTail(this.options.sql, this.options.documentId, this.seq);
        if (!this.live || this.closed) return;
        for (const row of rows) this.take(row);
      }
    } catch (error) {
      const { documentId, limits, log } = this.options;
      log.warn({ err: error, documentId }, 'collab: cannot read what others wrote; trying again');
      if (this.closed || this.retryTimer) return;
      this.retryTimer = setTimeout(() => {
        this.retryTimer = null;
        void this.catchUp();
      }, limits.retryMaxMs);
    }
  }

  private take(row: { seq: bigint; bytes: Uint8Array }): void {
    const { change } = applyUpdate(this.doc, row.bytes, 'log');
    if (row.seq > this.seq) this.seq = row.seq;
    if (!change) return;
    this.tailUpdates += 1;
    this.grow(row.bytes.length);
    this.options.onForeignChange(change);
  }

  /** Folds a tail that has grown too long into a snapshot, when all of it is committed. */
  async snapshotIfDue(tailUpdatesMax: number): Promise<void> {
    const { limits, nothingWaits, sql, documentId, clock, log } = this.options;
    const due = this.tailUpdates > tailUpdatesMax || this.tailBytes > limits.snapshotTailBytesMax;
    if (!due || this.snapshotting || !this.live || this.closed || !nothingWaits()) return;
    this.snapshotting = true;
    const state = Y.encodeStateAsUpdate(this.doc);
    const before = { updates: this.tailUpdates, bytes: this.tailBytes };
    try {
      await writeSnapshot(sql, { documentId, seq: this.seq, state, now: clock() });
      this.tailUpdates -= before.updates;
      this.tailBytes -= before.bytes;
    } catch (error) {
      log.warn({ err: error, documentId }, 'collab: a snapshot was not written; the log has everything');
    } finally {
      this.snapshotting = false;
    }
  }

  close(): void {
    this.closed = true;
    this.live = false;
    if (this.retryTimer) clearTimeout(this.retryTimer);
    this.doc.destroy();
  }
}
