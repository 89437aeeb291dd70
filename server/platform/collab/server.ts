import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Clock, systemClock } from '../clock';
import { inTime } from '../in-time';
import { type CollabIdentity, Connection, closeSocket } from './connection';
import { Judge, type Rejudged } from './judge';
import { COLLAB_LIMITS, type CollabLimits } from './limits';
import { Peers } from './peers';
import { type CloseReason, type CollabAccess, REFUSALS } from './protocol.schema';
import { Room } from './room';
import type { CollaborationOptions, CollaborationStats } from './server-options';
import { sqlOf } from './sql';
import { UpdateLog } from './update-log';
import { documentIdOf, isOfSomebodyElse, refuseUpgrade, wantsClose } from './upgrade';

type Opened<Identity> = {
  socket: WebSocket;
  /** The connection under the socket. */
  wire: Duplex;
  identity: Identity;
  documentId: string;
  access: CollabAccess;
};

/** The collaboration server of one process. It knows no domain; the functions it is given do. */
export class Collaboration<Identity extends CollabIdentity> {
  private readonly options: CollaborationOptions<Identity>;
  private readonly limits: CollabLimits;
  private readonly clock: Clock;
  private readonly sockets: WebSocketServer;
  private readonly updates: UpdateLog;
  private readonly peers: Peers;
  private readonly judge: Judge<Identity>;
  private readonly rooms = new Map<string, Room>();
  private readonly connections = new Map<Connection, Identity>();
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly closed: Partial<Record<CloseReason, number>> = {};
  private openings = 0;
  private stopping: Promise<void> | null = null;

  constructor(options: CollaborationOptions<Identity>) {
    this.options = options;
    this.limits = { ...COLLAB_LIMITS, ...options.limits };
    this.clock = options.clock ?? systemClock;
    const { limits } = this;
    const { database, log, signals } = options;
    const origin = randomUUID();
    this.sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: limits.frameBytesMax,
    });
    this.updates = new UpdateLog({
      pool: database.pool,
      origin,
      fence: options.fence,
      limits,
      log,
      onCommitted: (updates) => {
        this.rooms.get(updates.documentId)?.onCommitted(updates);
        options.onCommitted?.(updates.documentId, updates.lastSeq);
      },
      onRefused: (documentId, refusal) => this.rooms.get(documentId)?.onRefused(refusal),
      onBatch: options.onBatch,
    });
    this.judge = new Judge({
      ...options,
      roomOf: (id) => this.rooms.get(id) ?? null,
      judgementsMax: limits.judgementsMax,
    });
    this.peers = new Peers({ origin, signals, fanOut: options.fanOut ?? null, rooms: this.rooms, limits });
    const heartbeat = () => {
      for (const room of this.rooms.values()) room.heartbeat();
    };
    this.timers.push(setInterval(heartbeat, limits.heartbeatMs));
    this.timers.push(setInterval(() => void this.judge.again(this.connections, null), limits.rejudgeMs));
  }

  /** Takes over an HTTP upgrade: a socket on a document, or a refusal before the handshake. */
  async handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    const { openingsMax, connectionsMax } = this.limits;
    const full = this.openings >= openingsMax || this.connections.size >= connectionsMax;
    if (this.stopping || full) return refuseUpgrade(socket, 503);
    this.openings += 1;
    const timer = setTimeout(() => refuseUpgrade(socket, 503), this.limits.openingMs);
    try {
      await this.admit(request, socket, head);
    } catch (error) {
      this.options.log.error({ err: error }, 'collab: an upgrade could not be decided');
      refuseUpgrade(socket, 503);
    } finally {
      clearTimeout(timer);
      this.openings -= 1;
    }
  }

  private async admit(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const revision = this.judge.revision;
    const refuse = (status: keyof typeof REFUSALS) => this.refuse(request, socket, head, status);
    const identity = await this.options.authenticate(request);
    if (!identity) return refuse(401);
    if (identity.byCookie && !this.options.originAllowed(request)) return refuseUpgrade(socket, 403);
    if (isOfSomebodyElse(request.url, identity.personId)) return refuse(409);
    const documentId = documentIdOf(request.url);
    const access = documentId === null ? null : await this.options.judge(identity, documentId);
    if (documentId === null || access === null) return refuse(404);
    const crowd = this.crowded(identity.personId, documentId);
    if (crowd) return this.shakeOff(request, socket, head, crowd);
    if (this.stopping) return refuseUpgrade(socket, 503);
    // Refused for lateness, or gone: there is nobody to shake hands with.
    if (socket.destroyed || !socket.writable) return;
    this.sockets.handleUpgrade(request, socket, head, (opened) => {
      const connection = this.accept({ socket: opened, wire: socket, identity, documentId, access });
      if (this.judge.revision !== revision) void this.judge.again(new Map([[connection, identity]]), {});
    });
  }

  /** A page of ours cannot see the status and is told by a close code; everybody else gets the bare status. */
  private refuse(request: IncomingMessage, socket: Duplex, head: Buffer, status: keyof typeof REFUSALS): void {
    // A foreign page does not learn whether somebody is signed in.
    if (!wantsClose(request.url) || !this.options.originAllowed(request)) {
      refuseUpgrade(socket, status);
      return;
    }
    this.shakeOff(request, socket, head, REFUSALS[status]);
  }

  /** Opens the socket only to say why it is closed. */
  private shakeOff(request: IncomingMessage, socket: Duplex, head: Buffer, reason: CloseReason): void {
    this.closed[reason] = (this.closed[reason] ?? 0) + 1;
    if (socket.destroyed || !socket.writable) return;
    this.sockets.handleUpgrade(request, socket, head, (opened) => {
      opened.on('error', () => opened.terminate());
      closeSocket(opened, reason, this.limits.closeGraceMs);
    });
  }

  private crowded(personId: string, documentId: string): CloseReason | null {
    const room = this.rooms.get(documentId);
    if (room && room.connections.size >= this.limits.connectionsPerDocumentMax) return 'documentCrowded';
    const own = [...this.connections.values()].filter((identity) => identity.personId === personId).length;
    return own >= this.limits.connectionsPerPersonMax ? 'tooManyOpen' : null;
  }

  private accept(opened: Opened<Identity>): Connection {
    const { identity, documentId } = opened;
    const room = this.roomFor(documentId);
    const connection = new Connection(opened, this.limits, {
      onFrame: (from, bytes) => {
        if (!this.stopping) room.receive(from, bytes);
      },
      onGone: (who, reason) => {
        if (reason) this.closed[reason] = (this.closed[reason] ?? 0) + 1;
        this.connections.delete(who);
        room.leave(who);
      },
    });
    this.connections.set(connection, identity);
    room.join(connection);
    return connection;
  }

  private roomFor(documentId: string): Room {
    const known = this.rooms.get(documentId);
    if (known) return known;
    const room = new Room({
      documentId,
      version: this.options.version,
      rules: this.options.rules,
      sql: sqlOf(this.options.database.pool),
      updates: this.updates,
      peers: this.peers,
      limits: this.limits,
      clock: this.clock,
      log: this.options.log,
      onOver: () => this.rooms.delete(documentId),
    });
    this.rooms.set(documentId, room);
    return room;
  }

  /**
   * Judges open sockets again, at once: those that match any of the given ids. What they send meanwhile waits for the
   * answer. Resolves when every answer has taken effect.
   */
  async rejudge(which: Rejudged): Promise<void> {
    await this.judge.again(this.connections, which);
  }

  /** Tells whoever has them open that something else than the text has changed. @param ids null: of every document */
  tellChanged(ids: readonly string[] | null): void {
    for (const connection of this.connections.keys()) {
      if (ids === null || ids.includes(connection.documentId)) connection.tellChanged();
    }
  }

  /** @returns the people who have a document open, in whatever process; who wants to know is the caller's to judge */
  async whoIsIn(documentId: string): Promise<string[]> {
    const here = [...this.connections.keys()].filter((connection) => connection.documentId === documentId);
    const there = await this.peers.whoIsIn(documentId);
    return [...new Set([...here.map(({ identity }) => identity.personId), ...there])];
  }

  stats(): CollaborationStats {
    const { counters, waiting } = this.updates;
    return {
      rooms: this.rooms.size,
      connections: this.connections.size,
      openings: this.openings,
      waitingUpdates: waiting,
      committedUpdates: counters.updates,
      committedBatches: counters.batches,
      failedBatches: counters.failures,
      commitMs: counters.commitMs,
      closed: { ...this.closed },
      fanOut: this.options.fanOut?.stats ?? null,
    };
  }

  /** @returns whether everything that was said is committed and answered within `timeoutMs` */
  private settle(timeoutMs: number): Promise<boolean> {
    const settled = Promise.all([...this.rooms.values()].map((room) => room.settle())).then(() => true);
    return inTime(settled, timeoutMs, false);
  }

  /** Stops: accepts nothing more, commits what came, tells everybody, closes. Call it again for the same promise. */
  close(): Promise<void> {
    this.stopping ??= this.stop();
    return this.stopping;
  }

  private async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    // `stopping` is set when this function first waits: no frame is read after that.
    const end = performance.now() + this.limits.flushMs;
    const restMs = () => end - performance.now();
    const flushed = await this.settle(restMs());
    if (!flushed) this.options.log.error({ updates: this.updates.waiting }, 'collab: stopped before all was committed');
    this.updates.halt();
    // Whoever comes back after a restart finds every document as one snapshot, as far as the time allows.
    for (const room of this.rooms.values()) if (restMs() > 0) await inTime(room.keep(), restMs(), undefined);
    const ended = [...this.connections.keys()].map(
      (connection) => new Promise<void>((resolve) => connection.socket.once('close', () => resolve())),
    );
    for (const connection of [...this.connections.keys()]) connection.close('serverStopping');
    await Promise.all(ended);
    for (const room of [...this.rooms.values()]) room.end();
    this.peers.close();
  }
}

/** Starts the collaboration server. Give it the upgrades of `/collab`, and close it before the database. */
export function createCollaboration<Identity extends CollabIdentity>(
  options: CollaborationOptions<Identity>,
): Collaboration<Identity> {
  return new Collaboration(options);
}
