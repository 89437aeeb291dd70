import { randomInt } from 'node:crypto';
import * as Y from 'yjs';
import type { Log } from '../log';
import { runBeside } from '../worker/task';
import { exactDocument } from './encoded';
import type { CollabLimits } from './limits';
import type { Sql } from './sql';
import { readAuthors, readDocument, readTail, writeSnapshot } from './store';
import { stateOf, structsOf } from './structs.rules';
import { mergeMany } from './update-encode.rules';
import { AT_ONCE_BYTES, SLICE_UPDATE } from './update-slices';

export type RoomDocumentOptions = {
  documentId: string;
  sql: Sql;
  limits: CollabLimits;
  log: Log;
};

/** No structs, no deletes. */
const EMPTY_UPDATE = new Uint8Array([0, 0]);
export const isEmptyUpdate = (bytes: Uint8Array): boolean => bytes.length === 2 && bytes[0] === 0 && bytes[1] === 0;

/** So many changes of others are kept beside the bytes of a document that nobody here writes to. */
const BEHIND_MAX = 500;

/** A document's own update, in pieces that are applied one after the other. */
async function slicesOf(bytes: Uint8Array): Promise<Uint8Array[]> {
  if (bytes.length <= AT_ONCE_BYTES) return [bytes];
  const sliced = await runBeside(SLICE_UPDATE, { bytes, structsMax: Number.POSITIVE_INFINITY });
  return 'reason' in sliced ? [bytes] : sliced.slices;
}

/** Another turn of the event loop. */
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * A room's document: what the log says, up to `seq`. It is kept as bytes, from which whoever joins is served; only while
 * it is written to is it also a Yjs document.
 */
export class RoomDocument {
  /** Every update of the log up to here is in it. */
  seq = 0n;
  live: Y.Doc | null = null;
  /** Whose each Yjs client is. Known while it is live. */
  readonly authors = new Map<number, string>();
  /** The Yjs clients under which is written here what is put back for a person. */
  private readonly ours = new Map<string, number>();
  private readonly options: RoomDocumentOptions;
  /** The document up to `seq`; null while it is live and has changed since. */
  private bytes: Uint8Array | null = null;
  /** What is not in the bytes yet, while it is not live. */
  private behind: Uint8Array[] = [];
  private vector: Uint8Array | null = null;
  private sizeBytes = 0;
  private structs = 0;
  private tailUpdates = 0;
  private tailBytes = 0;
  private snapshotting = false;
  /** The last two times at which it was looked at what is here. */
  private times: { atMs: number; state: ReadonlyMap<number, number> }[] = [];

  constructor(options: RoomDocumentOptions) {
    this.options = options;
  }

  /** @returns false when there is no such document. @throws when the database does not answer */
  async load(): Promise<boolean> {
    const stored = await readDocument(this.options.sql, this.options.documentId);
    if (!stored) return false;
    this.close();
    this.vector = stored.vector;
    this.behind = [];
    this.bytes = stored.updates.length === 0 ? EMPTY_UPDATE : mergeMany(stored.updates);
    this.seq = stored.seq;
    this.sizeBytes = this.bytes.length;
    this.tailUpdates = stored.tailUpdates;
    this.tailBytes = stored.tailBytes;
    return true;
  }

  /** Makes it a Yjs document, piece by piece, so that a large one holds nobody up. Nothing may change it meanwhile. */
  async wake(): Promise<Y.Doc> {
    if (this.live) return this.live;
    const { documentId, sql } = this.options;
    const bytes = this.toBytes();
    const slices = await slicesOf(bytes);
    for (const [client, person] of await readAuthors(sql, documentId)) this.authors.set(client, person);
    const doc = exactDocument();
    for (const slice of slices) {
      if (slices.length > 1) await nextTurn();
      Y.applyUpdate(doc, slice);
    }
    this.structs = structsOf(doc);
    this.live = doc;
    return doc;
  }

  /** Back to bytes alone. */
  rest(): void {
    if (!this.live) return;
    this.toBytes();
    this.close();
  }

  /** The whole document as one update. */
  toBytes(): Uint8Array {
    this.bytes ??= this.live ? Y.encodeStateAsUpdate(this.live) : EMPTY_UPDATE;
    if (this.behind.length > 0) this.bytes = mergeMany([this.bytes, ...this.behind]);
    this.behind = [];
    this.sizeBytes = this.bytes.length;
    return this.bytes;
  }

  stateVector(): Uint8Array {
    this.vector ??= this.live ? Y.encodeStateVector(this.live) : Y.encodeStateVectorFromUpdate(this.toBytes());
    return this.vector;
  }

  /** What somebody with this state vector lacks. @throws Error when it is none */
  since(vector: Uint8Array): Uint8Array {
    if (vector.length === 1 && vector[0] === 0) return this.toBytes();
    return this.live ? Y.encodeStateAsUpdate(this.live, vector) : Y.diffUpdate(this.toBytes(), vector);
  }

  /** @returns whether so much more may still come in; measures the document when the estimate says no */
  fits(updateBytes: number, updateStructs: number): boolean {
    const { documentBytesMax, documentStructsMax } = this.options.limits;
    if (this.sizeBytes + updateBytes > documentBytesMax) this.toBytes();
    if (this.live && this.structs + updateStructs > documentStructsMax) this.structs = structsOf(this.live);
    return this.sizeBytes + updateBytes <= documentBytesMax && this.structs + updateStructs <= documentStructsMax;
  }

  /** The live document has changed by an update of this size. */
  changed(updateBytes: number, updateStructs: number): void {
    this.bytes = null;
    this.vector = null;
    this.sizeBytes += updateBytes;
    this.structs += updateStructs;
    this.tailBytes += updateBytes;
  }

  /** Updates of ours stand in the log now. @returns whether others' stand between, so that the log has to be read */
  committed(updates: { count: number; previousSeq: bigint; lastSeq: bigint }): boolean {
    this.tailUpdates += updates.count;
    if (updates.previousSeq > this.seq) return true;
    if (updates.lastSeq > this.seq) this.seq = updates.lastSeq;
    return false;
  }

  /** Reads what the log has and this lacks. @returns the difference for whoever has it open; null when there is none */
  async catchUp(): Promise<Uint8Array | null> {
    const rows = await readTail(this.options.sql, this.options.documentId, this.seq);
    const newest = rows.at(-1);
    if (!newest) return null;
    const update = mergeMany(rows.map((row) => row.bytes));
    const authors = this.live ? await readAuthors(this.options.sql, this.options.documentId) : [];
    this.goOn({ seq: newest.seq, count: rows.length, change: update });
    this.learnAuthors(authors);
    return update;
  }

  /** Takes in what others wrote: so many updates of the log, all that follow in it up to `seq`. */
  goOn({ seq, count, change }: { seq: bigint; count: number; change: Uint8Array | null }): void {
    if (change) this.merge(change);
    this.seq = seq;
    this.tailUpdates += count;
  }

  /** Others have begun to write, of whom a live document has to know. */
  learnAuthors(authors: readonly (readonly [client: number, personId: string])[]): void {
    if (this.live) for (const [client, personId] of authors) this.authors.set(client, personId);
  }

  /** The Yjs client under which this process writes for a person, while the document is live. */
  clientFor(personId: string): { client: number; isNew: boolean } {
    const known = this.ours.get(personId);
    if (known !== undefined) return { client: known, isNew: false };
    let client = randomInt(2 ** 32);
    while (this.authors.has(client)) client = randomInt(2 ** 32);
    this.ours.set(personId, client);
    this.authors.set(client, personId);
    return { client, isNew: true };
  }

  /** Remembers what is here now. To be told in each turn, before anything new is read. */
  noteTime(nowMs: number): void {
    const { seenByAllMs } = this.options.limits;
    const [last] = this.times;
    const ageMs = nowMs - (last?.atMs ?? Number.NEGATIVE_INFINITY);
    // The clock of a machine may be put back.
    if (!this.live || (ageMs >= 0 && ageMs < seenByAllMs)) return;
    const now = { atMs: nowMs, state: stateOf(this.live) };
    // Between two turns nothing comes: after a pause all that is here is old.
    this.times = [now, ageMs < 2 * seenByAllMs && last ? last : now];
  }

  /** Up to which clock each client's work is here for so long, at most twice that, that everybody who is here has seen it. */
  get settled(): ReadonlyMap<number, number> {
    return this.times.at(-1)?.state ?? new Map();
  }

  private merge(update: Uint8Array): void {
    // A large one is not applied at once: the next that is written here wakes the document piece by piece.
    if (update.length > AT_ONCE_BYTES) this.rest();
    if (this.live) {
      Y.applyUpdate(this.live, update);
      this.changed(update.length, 0);
    } else {
      const { bytes } = this;
      this.changed(update.length, 0);
      this.bytes = bytes;
      this.behind.push(update);
      if (this.behind.length >= BEHIND_MAX) this.toBytes();
    }
  }

  /** Folds a tail that has grown too long into a snapshot. Only while everything in it is committed. */
  async snapshotIfDue(tailUpdatesMax: number, now: Date): Promise<void> {
    const { limits, sql, documentId, log } = this.options;
    const due = this.tailUpdates > tailUpdatesMax || this.tailBytes > limits.snapshotTailBytesMax;
    if (!due || this.snapshotting) return;
    this.snapshotting = true;
    const before = { updates: this.tailUpdates, bytes: this.tailBytes };
    try {
      await writeSnapshot(sql, { documentId, seq: this.seq, state: this.toBytes(), vector: this.stateVector(), now });
      this.tailUpdates -= before.updates;
      this.tailBytes -= before.bytes;
    } catch (error) {
      log.warn({ err: error, documentId }, 'collab: a snapshot was not written; the log has everything');
    } finally {
      this.snapshotting = false;
    }
  }

  /** Gives up what is held while it is live. */
  close(): void {
    this.live?.destroy();
    this.live = null;
    this.times = [];
    this.authors.clear();
    this.ours.clear();
  }
}
