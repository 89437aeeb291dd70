import type { Duplex } from 'node:stream';
import * as encoding from 'lib0/encoding';
import type { RawData, WebSocket } from 'ws';
import * as auth from 'y-protocols/auth';
import { SECOND_MS } from '../clock';
import { PIECE_BYTES } from './holdings';
import type { CollabLimits } from './limits';
import { Outbox, webSocketFrame } from './outbox';
import {
  CLOSE_CODES,
  type CloseReason,
  type CollabAccess,
  encodeAccess,
  encodeChanged,
  MESSAGE_AUTH,
} from './protocol.schema';

/** Who is at the other end, as `authenticate` found it. */
export type CollabIdentity = {
  personId: string;
  /** The browser session or the token, so that ending it can end its sockets; null when there is none. */
  sessionId: string | null;
  name: string;
  /** A CSS colour for the caret. */
  color: string;
  /** Came by cookie, so that another site could have sent it: the Origin is checked. */
  byCookie: boolean;
};

export type ConnectionHandlers = {
  onFrame: (connection: Connection, bytes: Uint8Array) => void;
  /** It holds so many bytes more, or fewer, of what it said and nobody has heard yet. */
  onHeld: (connection: Connection, bytes: number) => void;
  /** So many bytes were written to it and are not taken. It is not told when they become less. */
  onUnread: (connection: Connection, bytes: number) => void;
  /** It has left: by itself, or for this reason. */
  onGone: (connection: Connection, reason: CloseReason | null) => void;
  /** Its socket is over, and what was written to it is held no longer. */
  onOver: (connection: Connection) => void;
};

/** What a message costs against the rate limit. Answering a synchronisation encodes the document. */
const MESSAGE_COST = 1;
export const SYNC_COST = 50;
/** Large messages count as more: this much of one costs as much as a message. */
const BYTES_PER_COST = 2 * 1_024;

const PERMISSION_DENIED = 'read_only';

function permissionDenied(): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE_AUTH);
  auth.writePermissionDenied(encoder, PERMISSION_DENIED);
  return encoding.toUint8Array(encoder);
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}

/** Closes with the code that says why, and breaks off after `graceMs` when the other end does not answer. */
export function closeSocket(socket: WebSocket, reason: CloseReason, graceMs: number): void {
  socket.close(CLOSE_CODES[reason], reason);
  const timer = setTimeout(() => socket.terminate(), graceMs);
  socket.once('close', () => clearTimeout(timer));
}

/** One socket on one document: what it may do, what it is owed, and its limits. */
export class Connection {
  readonly socket: WebSocket;
  readonly identity: CollabIdentity;
  readonly documentId: string;
  access: CollabAccess;
  /** Heard from since the last heartbeat. */
  alive = true;
  /** Spoke our extension, so that it may be spoken to in it. */
  greeted = false;
  /** Something it said was not taken: nothing it asks for is saved as a whole before it has said anew what it has. */
  refused = false;
  /** What it asked last while that was so. */
  unanswered: number | null = null;
  /** It has said all that the server lacked. */
  introduced = false;
  /** It has not been given what it lacks of the document yet: what it is told before that would build on it. */
  joining = true;
  /** The state vector with which it came, until it has said what it brings from before. */
  vector: Uint8Array | null = null;
  /** The log has been read on because of what it said last. */
  caughtUp = false;
  /** The server let it go: what it said before and is not taken yet does not count. */
  dismissed = false;
  gone = false;
  private readonly outbox: Outbox;
  private readonly limits: CollabLimits;
  private readonly handlers: ConnectionHandlers;
  private holds = 0;
  private heldFrames: Uint8Array[] = [];
  private heldBytes = 0;
  private tokens: number;
  private tokensAtMs = performance.now();

  constructor(
    from: { socket: WebSocket; wire: Duplex; identity: CollabIdentity; documentId: string; access: CollabAccess },
    limits: CollabLimits,
    handlers: ConnectionHandlers,
  ) {
    this.socket = from.socket;
    this.outbox = new Outbox(from, limits, (bytes) => this.judgeUnread(bytes));
    this.identity = from.identity;
    this.documentId = from.documentId;
    this.access = from.access;
    this.limits = limits;
    this.handlers = handlers;
    this.tokens = limits.messagesBurstMax;
    this.socket.on('message', (data, isBinary) => this.receive(data, isBinary));
    this.socket.on('pong', () => {
      this.alive = true;
    });
    this.socket.on('close', () => {
      this.leave(null);
      handlers.onOver(this);
    });
    this.socket.on('error', (error) => {
      // A violation of the WebSocket protocol: ws closes with the fitting code by itself, and gives up after a grace.
      const tooLarge = 'code' in error && error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';
      this.leave(tooLarge ? 'frameTooLarge' : 'malformed');
    });
  }

  /** It has said all that the server lacked, and that is taken. @returns what it had asked for meanwhile */
  hasIntroduced(): number | null {
    const { unanswered } = this;
    this.introduced = true;
    this.vector = null;
    this.refused = false;
    this.unanswered = null;
    return unanswered;
  }

  /** Who it speaks for, as others see them. */
  get person(): { id: string; name: string; color: string } {
    const { personId, name, color } = this.identity;
    return { id: personId, name, color };
  }

  /** Frames wait, in order, until every hold is released. */
  hold(): void {
    this.holds += 1;
  }

  release(): void {
    this.holds -= 1;
    while (this.holds === 0 && !this.gone) {
      const frame = this.heldFrames.shift();
      if (!frame) break;
      this.holdBytes(-frame.length - PIECE_BYTES);
      this.handlers.onFrame(this, frame);
    }
  }

  private receive(data: RawData, isBinary: boolean): void {
    if (this.gone) return;
    this.alive = true;
    if (!isBinary) {
      this.close('malformed');
      return;
    }
    const bytes = bytesOf(data);
    if (this.charge(MESSAGE_COST + Math.floor(bytes.length / BYTES_PER_COST))) {
      if (this.holds === 0) this.handlers.onFrame(this, bytes);
      else this.keep(bytes);
    }
  }

  private keep(frame: Uint8Array): void {
    this.heldFrames.push(frame);
    this.holdBytes(frame.length + PIECE_BYTES);
    if (this.heldBytes > this.limits.heldBytesMax) this.close('tooManyMessages');
  }

  private holdBytes(more: number): void {
    this.heldBytes += more;
    this.handlers.onHeld(this, more);
  }

  /** Counts against the message rate. @returns false when that closed the connection */
  charge(cost: number): boolean {
    const nowMs = performance.now();
    const regained = ((nowMs - this.tokensAtMs) / SECOND_MS) * this.limits.messagesPerSecondMax;
    this.tokens = Math.min(this.limits.messagesBurstMax, this.tokens + regained) - cost;
    this.tokensAtMs = nowMs;
    if (this.tokens >= 0) return true;
    this.close('tooManyMessages');
    return false;
  }

  /** Sends one message. */
  send(message: Uint8Array): void {
    this.sendFrame(webSocketFrame(message));
  }

  /** Sends what `webSocketFrame` made. */
  sendFrame(frame: Buffer): void {
    if (!this.gone) this.outbox.put(frame);
  }

  /** Written to it and not taken by its network yet. */
  get unreadBytes(): number {
    return this.outbox.unreadBytes;
  }

  private judgeUnread(bytes: number): void {
    if (bytes > this.limits.unreadConnectionBytesMax) this.close('tooSlow');
    else this.handlers.onUnread(this, bytes);
  }

  /** Tells what the connection may do, in its own words and in those of a stock client. */
  tellAccess(): void {
    if (this.greeted) this.send(encodeAccess(this.access));
  }

  /** Tells that what is known of the document beside its text has changed. */
  tellChanged(): void {
    if (this.greeted) this.send(encodeChanged());
  }

  tellRefused(): void {
    this.send(permissionDenied());
  }

  ping(keepalive: Uint8Array): void {
    if (this.alive) {
      this.alive = false;
      this.socket.ping();
      this.send(keepalive);
    } else {
      this.leave(null);
      this.socket.terminate();
    }
  }

  /** Ends the connection with a code that says why. It has left its room when this returns. */
  close(reason: CloseReason): void {
    if (this.gone) return;
    this.outbox.write();
    if (this.gone) return;
    this.leave(reason);
    closeSocket(this.socket, reason, this.limits.closeGraceMs);
  }

  /** Ends the connection, and lets go of what it said and is not taken yet, even where it has left by itself already. */
  dismiss(reason: CloseReason): void {
    this.close(reason);
    if (this.dismissed) return;
    this.dismissed = true;
    this.handlers.onGone(this, reason);
  }

  private leave(reason: CloseReason | null): void {
    if (this.gone) return;
    this.gone = true;
    this.dismissed = reason !== null;
    this.heldFrames = [];
    this.holdBytes(-this.heldBytes);
    this.handlers.onGone(this, reason);
  }
}
