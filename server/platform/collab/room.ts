import type { Clock } from '../clock';
import type { Log } from '../log';
import { type ClientFrame, readClientFrame } from './client-frame';
import { type Connection, SYNC_COST } from './connection';
import type { PeerMessage } from './fan-out.frame';
import { type HearingOptions, hearUpdate } from './hear-update';
import type { CollabLimits } from './limits';
import { webSocketFrame } from './outbox';
import type { Peers } from './peers';
import { EMPTY_PRESENCE } from './presence';
import { type ClientMessage, type CloseReason, encodeSync, SYNC_STEP_1, SYNC_UPDATE } from './protocol.schema';
import { RoomDocument } from './room-document';
import { RoomPresence } from './room-presence';
import type { Sql } from './sql';
import { Turns } from './turns';
import type { ContentRules } from './update-check';
import type { CommittedUpdates, LogRefusal, UpdateLog } from './update-log';

export type RoomOptions = {
  documentId: string;
  /** Of the documents' schema: a client that says another reloads before it writes. */
  version: number;
  rules: ContentRules;
  sql: Sql;
  updates: UpdateLog;
  /** So many bytes more, or fewer, of what a connection said wait to be taken in. */
  hold: (from: Connection, bytes: number) => void;
  peers: Pick<Peers, 'send' | 'expect' | 'areThere'>;
  limits: CollabLimits;
  clock: Clock;
  log: Log;
  /** What a change took away was not looked at, for a fault of ours. */
  onUnlooked: () => void;
  /** The room is over: everybody has left it and nothing of it waits. */
  onOver: (room: Room) => void;
};

/** One document that somebody has open: its connections, who is present, and the turns in which it is written. */
export class Room {
  readonly documentId: string;
  readonly connections = new Set<Connection>();
  private readonly options: RoomOptions;
  private readonly presence: RoomPresence;
  private readonly document: RoomDocument;
  private loaded = false;
  private opening = false;
  private readonly turns: Turns;
  private readonly hearing: HearingOptions;
  private idleTimer: NodeJS.Timeout | null = null;
  private over = false;

  constructor(options: RoomOptions) {
    this.options = options;
    const { documentId, peers } = options;
    this.documentId = documentId;
    this.presence = new RoomPresence({
      ...options,
      connections: this.connections,
      authorOf: (client) => this.document.authors.get(client),
      isBusy: () => this.turns.busy,
      share: (people) => peers.send(documentId, { kind: 'presence', people }),
    });
    this.document = new RoomDocument(options);
    this.turns = new Turns(this.document, {
      ...options,
      tell: (message, except) => this.broadcast(message, except),
      share: (stretch) => peers.send(documentId, { kind: 'committed', stretch }),
      onGap: (seq) => peers.expect(documentId, seq),
      afterTurn: () => this.presence.tell(),
      presentAs: (client) => this.presence.personOf(client),
      onBroken: () => this.reload(),
      onFailed: () => this.fail('unavailable'),
    });
    this.hearing = { ...options, put: (said) => this.turns.put(said) };
    this.onPeersHeard();
  }

  /** Takes a connection in. Its frames wait until the document is loaded. */
  join(connection: Connection): void {
    if (this.idleTimer) clearTimeout(this.idleTimer);
    this.idleTimer = null;
    this.connections.add(connection);
    if (this.loaded) {
      this.greet(connection);
    } else {
      connection.hold();
      if (!this.opening) void this.open();
    }
  }

  leave(connection: Connection): void {
    this.turns.left(connection);
    if (!this.connections.delete(connection)) return;
    this.presence.leave(connection);
    if (this.connections.size === 0) this.restLater();
  }

  private async open(): Promise<void> {
    this.opening = true;
    try {
      if (!(await this.document.load())) return this.fail('documentGone');
    } catch (error) {
      this.options.log.error({ err: error, documentId: this.documentId }, 'collab: a document could not be loaded');
      return this.fail('unavailable');
    }
    this.opening = false;
    if (this.over) return this.document.close();
    this.loaded = true;
    for (const connection of [...this.connections]) {
      this.greet(connection);
      connection.release();
    }
    this.turns.start();
    if (this.connections.size === 0) this.restLater();
  }

  private greet(connection: Connection): void {
    // What it has seen in another process must not be taken for its own work: it is in the log, which is read first.
    if (this.options.peers.areThere) this.turns.readOn(null);
    connection.send(encodeSync(SYNC_STEP_1, this.document.stateVector()));
    this.presence.answer(connection);
  }

  /** Reads one frame of a connection. Whatever is wrong with it ends that connection and nothing else. */
  receive(connection: Connection, bytes: Uint8Array): void {
    try {
      this.hear(connection, readClientFrame(bytes));
    } catch (error) {
      this.options.log.info({ err: error, documentId: this.documentId }, 'collab: a malformed frame');
      connection.close('malformed');
    }
  }

  private hear(connection: Connection, frame: ClientFrame): void {
    switch (frame.kind) {
      case 'join':
        this.hearJoin(connection, frame.vector);
        break;
      case 'update':
        hearUpdate(connection, frame, this.hearing);
        break;
      case 'presence':
        this.presence.hear(connection, frame.bytes);
        break;
      case 'whoIsHere':
        this.presence.answer(connection);
        break;
      case 'own':
        this.hearOwn(connection, frame.message);
    }
  }

  private hearJoin(connection: Connection, vector: Uint8Array): void {
    if (!connection.charge(SYNC_COST)) return;
    // CO-X50: nobody knows of more people's work than there is, but for what they bring themselves.
    const beyondBytes = vector.length - this.options.limits.vectorBeyondBytesMax;
    if (beyondBytes > 0 && beyondBytes > this.document.stateVector().length) {
      connection.close('malformed');
      return;
    }
    connection.joining = true;
    if (!connection.introduced) connection.vector ??= vector;
    this.turns.put({ kind: 'join', from: connection, vector });
  }

  private hearOwn(connection: Connection, message: ClientMessage): void {
    if (message.verb === 'hello' && message.version !== this.options.version) {
      connection.close('outdated');
    } else if (message.verb === 'hello') {
      connection.greeted = true;
      connection.tellAccess();
    } else {
      this.turns.put({ kind: 'ask', from: connection, counter: message.counter });
    }
  }

  private broadcast(message: Uint8Array, except: Connection | null): void {
    const frame = webSocketFrame(message);
    for (const connection of this.connections) {
      // CO-D16: Yjs would keep words that build on what is lacking, but take away at once what they take away.
      if (connection !== except && !connection.joining) connection.sendFrame(frame);
    }
  }

  /** May the connection do more or less than before: tells it, and asks again for what was refused. */
  changeAccess(connection: Connection, access: Connection['access']): void {
    if (connection.access === access) return;
    connection.access = access;
    if (access === 'read') {
      connection.tellRefused();
    } else {
      connection.introduced = false;
      // A room that is being loaded asks everybody when it is there.
      if (this.loaded) connection.send(encodeSync(SYNC_STEP_1, this.document.stateVector()));
    }
    connection.tellAccess();
  }

  onCommitted(updates: CommittedUpdates): void {
    this.turns.onCommitted(updates);
  }

  onRefused(refusal: LogRefusal): void {
    const reasons = { gone: 'documentGone', refused: 'notStorable', claimed: 'unavailable' } as const;
    this.fail(reasons[refusal]);
  }

  /** Somebody else wrote to the document up to `seq`, or may have (null). */
  onForeign(seq: bigint | null): void {
    this.turns.readOn(seq);
  }

  /** Another process says this of the document. */
  onPeer(message: PeerMessage, origin: string): void {
    if (message.kind === 'committed') this.turns.putCommitted(message.stretch);
    else if (message.kind === 'presence') this.presence.hearPeer(origin, message.people);
    else this.presence.answerPeers();
  }

  /** The other processes can be heard from now on: asks them who is there, and tells them who is here. */
  onPeersHeard(): void {
    this.options.peers.send(this.documentId, { kind: 'whoIsHere' });
    this.presence.answerPeers();
  }

  private async reload(): Promise<void> {
    this.loaded = false;
    this.turns.stop();
    for (const connection of this.connections) connection.hold();
    await this.open();
    // What others wrote meanwhile came with it, and nobody here has heard of it.
    if (this.loaded) this.broadcast(encodeSync(SYNC_UPDATE, this.document.toBytes()), null);
  }

  heartbeat(): void {
    this.presence.expire();
    for (const connection of [...this.connections]) connection.ping(EMPTY_PRESENCE);
    this.turns.restIfIdle(this.options.clock().getTime());
  }

  /** Resolves when all that was said is committed and answered. */
  settle(): Promise<void> {
    return this.turns.settle();
  }

  private restLater(): void {
    if (this.over || this.idleTimer) return;
    this.idleTimer = setTimeout(() => {
      this.idleTimer = null;
      void this.rest();
    }, this.options.limits.idleRoomMs);
  }

  /** Writes the snapshot from which the document is loaded at once, unless something is still to be committed. */
  async keep(): Promise<void> {
    if (this.turns.busy || !this.loaded) return;
    await this.document.snapshotIfDue(this.options.limits.snapshotIdleTailUpdatesMax, this.options.clock());
  }

  /** Puts an empty room away when everything of it is committed. */
  private async rest(): Promise<void> {
    if (this.connections.size > 0 || this.over) return;
    if (!this.turns.busy && this.loaded) {
      await this.keep();
      if (this.connections.size > 0) return;
      if (!this.turns.busy) return this.end();
    }
    this.restLater();
  }

  private fail(reason: CloseReason): void {
    for (const connection of [...this.connections]) connection.close(reason);
    this.end();
  }

  /** Forgets the document. Connections must have left. */
  end(): void {
    if (this.over) return;
    this.over = true;
    if (this.idleTimer) clearTimeout(this.idleTimer);
    this.idleTimer = null;
    this.presence.end();
    this.turns.end();
    this.document.close();
    this.options.onOver(this);
  }
}
