import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Clock, systemClock } from '../clock';
import { inTime } from '../in-time';
import { Admission, type Admitted } from './admission';
import { type CollabIdentity, Connection } from './connection';
import type { OpenDocuments } from './fan-out.frame';
import { type Holdings, openHoldings } from './holdings';
import { Judge, type Rejudged } from './judge';
import { COLLAB_LIMITS, type CollabLimits } from './limits';
import { Peers } from './peers';
import type { CloseReason } from './protocol.schema';
import { Room } from './room';
import type { CollaborationOptions, CollaborationStats } from './server-options';
import { sqlOf } from './sql';
import { UpdateLog } from './update-log';

/** The collaboration server of one process. It knows no domain; the functions it is given do. */
export class Collaboration<Identity extends CollabIdentity> {
  private readonly options: CollaborationOptions<Identity>;
  private readonly limits: CollabLimits;
  private readonly clock: Clock;
  private readonly admission: Admission<Identity>;
  private readonly holdings: Record<'unread' | 'leaving' | 'waiting', Holdings>;
  private readonly updates: UpdateLog;
  private readonly peers: Peers;
  private readonly judge: Judge<Identity>;
  private readonly rooms = new Map<string, Room>();
  private readonly connections = new Map<Connection, Identity>();
  private readonly timers: NodeJS.Timeout[] = [];
  private unlooked = 0;
  private readonly closed: Partial<Record<CloseReason, number>> = {};
  private stopping: Promise<void> | null = null;

  constructor(options: CollaborationOptions<Identity>) {
    this.options = options;
    this.limits = { ...COLLAB_LIMITS, ...options.limits };
    this.clock = options.clock ?? systemClock;
    const { limits } = this;
    const { database, log, signals } = options;
    const origin = randomUUID();
    this.holdings = openHoldings(limits);
    this.updates = new UpdateLog({
      pool: database.pipelined,
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
    this.admission = new Admission({
      ...options,
      limits,
      isStopping: () => this.stopping !== null,
      connections: this.connections,
      inDocument: (id) => this.rooms.get(id)?.connections.size ?? 0,
      revision: () => this.judge.revision,
      onAdmitted: (admitted, isDoubtful) => this.accept(admitted, isDoubtful),
      onTurnedAway: (reason) => this.count(reason),
    });
    const heartbeat = () => {
      for (const room of this.rooms.values()) room.heartbeat();
    };
    this.timers.push(setInterval(heartbeat, limits.heartbeatMs));
    this.timers.push(setInterval(() => void this.judge.again(this.connections, null), limits.rejudgeMs));
  }

  /** Takes over an HTTP upgrade: a socket on a document, or a refusal before the handshake. */
  async handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    await this.admission.receive(request, socket, head);
  }

  private accept(admitted: Admitted<Identity>, isDoubtful: boolean): void {
    const { identity, documentId } = admitted;
    const { unread, leaving, waiting } = this.holdings;
    const room = this.roomFor(documentId);
    const connection = new Connection(admitted, this.limits, {
      onFrame: (from, bytes) => {
        if (!this.stopping) room.receive(from, bytes);
      },
      onHeld: (from, bytes) => this.hold(from, bytes),
      onUnread: (who, bytes) => unread.set(who, bytes),
      onGone: (who, reason) => {
        if (reason) this.count(reason);
        this.connections.delete(who);
        unread.forget(who);
        leaving.set(who, who.unreadBytes);
        room.leave(who);
        if (who.dismissed) waiting.forget(who);
      },
      onOver: (who) => leaving.forget(who),
    });
    this.connections.set(connection, identity);
    room.join(connection);
    if (isDoubtful) void this.judge.again(new Map([[connection, identity]]), {});
  }

  private count(reason: CloseReason): void {
    this.closed[reason] = (this.closed[reason] ?? 0) + 1;
  }

  /** Of whom the server has let go nothing is held any more. */
  private hold(from: Connection, bytes: number): void {
    if (!from.dismissed) this.holdings.waiting.add(from, bytes);
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
      hold: (from, bytes) => this.hold(from, bytes),
      peers: this.peers,
      limits: this.limits,
      clock: this.clock,
      log: this.options.log,
      onUnlooked: () => {
        this.unlooked += 1;
      },
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

  /** @returns the people who have these documents open, in whatever process; who wants to know is the caller's to judge */
  whoIsIn(documentIds: readonly string[]): Promise<OpenDocuments> {
    return this.peers.whoIsIn(documentIds);
  }

  stats(): CollaborationStats {
    const { counters, waiting } = this.updates;
    return {
      rooms: this.rooms.size,
      connections: this.connections.size,
      openings: this.admission.openings,
      waitingUpdates: waiting,
      waitingBytes: this.holdings.waiting.bytes,
      unreadBytes: this.holdings.unread.bytes + this.holdings.leaving.bytes,
      committedUpdates: counters.updates,
      committedBatches: counters.batches,
      failedBatches: counters.failures,
      unlooked: this.unlooked,
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
