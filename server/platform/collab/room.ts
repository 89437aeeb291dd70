import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import type { Clock } from '../clock';
import type { Log } from '../log';
import { type Connection, SYNC_COST } from './connection';
import type { CollabLimits } from './limits';
import { EMPTY_PRESENCE, Presence } from './presence';
import {
  type CloseReason,
  encodeSaved,
  encodeSync,
  MESSAGE_AUTH,
  MESSAGE_AWARENESS,
  MESSAGE_KENNING,
  MESSAGE_QUERY_AWARENESS,
  MESSAGE_SYNC,
  readClientMessage,
  SYNC_STEP_1,
  SYNC_STEP_2,
  SYNC_UPDATE,
} from './protocol.schema';
import { RoomState } from './room-state';
import type { Sql } from './sql';
import { applyUpdate, checkUpdate, hasAllOf } from './update-check';
import type { CommittedUpdates, LogRefusal, UpdateLog } from './update-log';

export type RoomOptions = {
  documentId: string;
  /** Of the documents' schema: a client that says another reloads before it writes. */
  version: number;
  sql: Sql;
  updates: UpdateLog;
  limits: CollabLimits;
  clock: Clock;
  log: Log;
  /** The room is over: everybody has left it and nothing of it waits. */
  onOver: (room: Room) => void;
};

/** One document that somebody has open: its connections, its live state, and what of it is not committed yet. */
export class Room {
  readonly documentId: string;
  readonly connections = new Set<Connection>();
  private readonly options: RoomOptions;
  private readonly presence: Presence;
  private readonly state: RoomState;
  private opening: Promise<void> | null = null;
  private enqueued = 0;
  private committed = 0;
  private idleTimer: NodeJS.Timeout | null = null;
  private settled: (() => void)[] = [];
  private over = false;

  constructor(options: RoomOptions) {
    this.options = options;
    this.documentId = options.documentId;
    this.presence = new Presence(options.limits);
    this.state = new RoomState({
      ...options,
      onForeignChange: (change) => this.broadcast(encodeSync(SYNC_UPDATE, change), null),
      nothingWaits: () => this.enqueued === this.committed,
    });
  }

  /** Takes a connection in. Its frames wait until the document is loaded. */
  join(connection: Connection): void {
    if (this.idleTimer) clearTimeout(this.idleTimer);
    this.idleTimer = null;
    this.connections.add(connection);
    if (this.state.live) {
      this.greet(connection);
    } else {
      connection.hold();
      this.opening ??= this.open();
    }
  }

  leave(connection: Connection): void {
    if (!this.connections.delete(connection)) return;
    const farewell = this.presence.leave(connection, this.nowMs());
    if (farewell) this.broadcast(farewell, null);
    if (this.connections.size === 0) this.restLater();
  }

  private nowMs(): number {
    return this.options.clock().getTime();
  }

  private async open(): Promise<void> {
    try {
      if (!(await this.state.load())) return this.fail('documentGone');
    } catch (error) {
      this.options.log.error({ err: error, documentId: this.documentId }, 'collab: a document could not be loaded');
      return this.fail('unavailable');
    }
    this.opening = null;
    for (const connection of [...this.connections]) {
      this.greet(connection);
      connection.release();
    }
    if (this.connections.size === 0) this.restLater();
  }

  private greet(connection: Connection): void {
    connection.send(encodeSync(SYNC_STEP_1, Y.encodeStateVector(this.state.doc)));
    const everybody = this.presence.everybody();
    if (everybody) connection.send(everybody);
  }

  /** Reads one frame of a connection. Whatever is wrong with it ends that connection and nothing else. */
  receive(connection: Connection, bytes: Uint8Array): void {
    try {
      const decoder = decoding.createDecoder(bytes);
      const type = decoding.readVarUint(decoder);
      if (type === MESSAGE_SYNC) this.receiveSync(connection, decoder);
      else if (type === MESSAGE_AWARENESS) this.receivePresence(connection, decoding.readVarUint8Array(decoder));
      else if (type === MESSAGE_QUERY_AWARENESS) connection.send(this.presence.everybody() ?? EMPTY_PRESENCE);
      else if (type === MESSAGE_KENNING) this.receiveOwn(connection, decoder);
      else if (type !== MESSAGE_AUTH) throw new Error('An unknown message type.');
    } catch (error) {
      this.options.log.info({ err: error, documentId: this.documentId }, 'collab: a malformed frame');
      connection.close('malformed');
    }
  }

  private receiveSync(connection: Connection, decoder: decoding.Decoder): void {
    const kind = decoding.readVarUint(decoder);
    const bytes = decoding.readVarUint8Array(decoder);
    if (kind === SYNC_STEP_1) {
      if (!connection.charge(SYNC_COST)) return;
      connection.send(encodeSync(SYNC_STEP_2, Y.encodeStateAsUpdate(this.state.doc, bytes)));
    } else if (kind === SYNC_STEP_2 || kind === SYNC_UPDATE) {
      this.receiveUpdate(connection, bytes);
    } else {
      throw new Error('An unknown synchronisation step.');
    }
  }

  private receiveUpdate(connection: Connection, bytes: Uint8Array): void {
    checkUpdate(bytes);
    const { limits, updates } = this.options;
    if (connection.access === 'read') this.receiveFromReader(connection, bytes);
    else if (bytes.length > limits.updateBytesMax) connection.close('updateTooLarge');
    else if (updates.full) connection.close('unavailable');
    else if (!this.state.fits(bytes.length)) connection.close('documentFull');
    else this.apply(connection, bytes);
  }

  /** A stock client answers the server's step 1 even when it has nothing new: that is no attempt to write. */
  private receiveFromReader(connection: Connection, bytes: Uint8Array): void {
    if (!connection.charge(SYNC_COST) || hasAllOf(this.state.doc, bytes)) return;
    connection.refused = true;
    connection.tellRefused();
  }

  private apply(connection: Connection, bytes: Uint8Array): void {
    const { doc } = this.state;
    let applied: ReturnType<typeof applyUpdate>;
    try {
      applied = applyUpdate(doc, bytes, connection);
    } catch (error) {
      // The document may hold half of it now: back to what the log says.
      void this.reload();
      throw error;
    }
    if (applied.keep) {
      const { personId } = connection.identity;
      this.enqueued += 1;
      this.state.grow(applied.keep.length);
      const entry = { documentId: this.documentId, personId, at: this.options.clock(), bytes: applied.keep };
      this.options.updates.append(entry);
    }
    if (applied.change) {
      this.broadcast(encodeSync(SYNC_UPDATE, applied.change), applied.releasedOthers ? null : connection);
    }
  }

  private receivePresence(connection: Connection, bytes: Uint8Array): void {
    const { personId, name, color } = connection.identity;
    const message = this.presence.hear(connection, { id: personId, name, color }, bytes, this.nowMs());
    // Its sender hears it too: a stock client leaves a server that says nothing for 30 s.
    if (message) this.broadcast(message, null);
  }

  private receiveOwn(connection: Connection, decoder: decoding.Decoder): void {
    const message = readClientMessage(decoder);
    if (message.verb === 'hello' && message.version !== this.options.version) {
      connection.close('outdated');
    } else if (message.verb === 'hello') {
      connection.greeted = true;
      connection.tellAccess();
    } else if (!connection.refused) {
      connection.asks.push({ counter: message.counter, position: this.enqueued });
      this.answer(connection);
    }
  }

  /** Answers the newest ask whose updates are all committed. */
  private answer(connection: Connection): void {
    const open = connection.asks.findIndex((ask) => ask.position > this.committed);
    const done = open === -1 ? connection.asks : connection.asks.slice(0, open);
    const newest = done.at(-1);
    if (!newest) return;
    connection.asks = connection.asks.slice(done.length);
    connection.send(encodeSaved(newest.counter));
  }

  private broadcast(frame: Uint8Array, except: Connection | null): void {
    for (const connection of this.connections) if (connection !== except) connection.send(frame);
  }

  /** May the connection do more or less than before: tells it, and asks again for what was refused. */
  changeAccess(connection: Connection, access: Connection['access']): void {
    if (connection.access === access) return;
    connection.access = access;
    if (access === 'read') {
      connection.tellRefused();
    } else {
      connection.refused = false;
      // A room that is being loaded asks everybody when it is there.
      if (this.state.live) connection.send(encodeSync(SYNC_STEP_1, Y.encodeStateVector(this.state.doc)));
    }
    connection.tellAccess();
  }

  onCommitted(updates: CommittedUpdates): void {
    this.committed += updates.count;
    this.state.onCommitted(updates);
    for (const connection of this.connections) if (connection.asks.length > 0) this.answer(connection);
    if (this.enqueued !== this.committed) return;
    for (const resolve of this.settled.splice(0)) resolve();
    void this.state.snapshotIfDue(this.options.limits.snapshotTailUpdatesMax);
  }

  onRefused(refusal: LogRefusal): void {
    this.fail(refusal === 'gone' ? 'documentGone' : 'notStorable');
  }

  /** Somebody else wrote to the document, or may have. @param seq what they wrote; null when it is not known */
  onForeign(seq: bigint | null): void {
    if (seq === null || seq > this.state.seq) void this.state.catchUp();
  }

  heartbeat(): void {
    const farewell = this.presence.expire(this.nowMs());
    if (farewell) this.broadcast(farewell, null);
    for (const connection of [...this.connections]) connection.ping(EMPTY_PRESENCE);
  }

  private async reload(): Promise<void> {
    if (this.opening) return;
    this.state.live = false;
    for (const connection of this.connections) connection.hold();
    this.opening = this.whenSettled().then(() => this.open());
  }

  private whenSettled(): Promise<void> {
    if (this.enqueued === this.committed) return Promise.resolve();
    return new Promise((resolve) => this.settled.push(resolve));
  }

  private restLater(): void {
    if (this.over || this.idleTimer) return;
    this.idleTimer = setTimeout(() => {
      this.idleTimer = null;
      void this.rest();
    }, this.options.limits.idleRoomMs);
  }

  /** Puts an empty room away when everything of it is committed. */
  private async rest(): Promise<void> {
    if (this.connections.size > 0 || this.over) return;
    if (this.enqueued === this.committed && !this.opening) {
      await this.state.snapshotIfDue(this.options.limits.snapshotIdleTailUpdatesMax);
      if (this.connections.size > 0) return;
      if (this.enqueued === this.committed) return this.end();
    }
    this.restLater();
  }

  private fail(reason: CloseReason): void {
    for (const connection of [...this.connections]) connection.close(reason);
    this.end();
  }

  /** Forgets the live document. Connections must have left. */
  end(): void {
    if (this.over) return;
    this.over = true;
    if (this.idleTimer) clearTimeout(this.idleTimer);
    this.idleTimer = null;
    for (const resolve of this.settled.splice(0)) resolve();
    this.state.close();
    this.options.onOver(this);
  }
}
