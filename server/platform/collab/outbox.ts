import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

const BINARY_FINAL = 0x82;
const LENGTH_16 = 126;
const LENGTH_64 = 127;
const LENGTH_16_MAX = 0xffff;

/** A message as the WebSocket protocol has it from a server, so that one frame serves all who receive it (RFC 6455, 5.2). */
export function webSocketFrame(payload: Uint8Array): Buffer {
  const { length } = payload;
  const headLength = length < LENGTH_16 ? 2 : length <= LENGTH_16_MAX ? 4 : 10;
  const frame = Buffer.allocUnsafe(headLength + length);
  frame[0] = BINARY_FINAL;
  if (headLength === 2) {
    frame[1] = length;
  } else if (headLength === 4) {
    frame[1] = LENGTH_16;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = LENGTH_64;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.set(payload, headLength);
  return frame;
}

/** What a connection is owed. All that is sent to it in one go of the event loop is written at once. */
export class Outbox {
  private readonly socket: WebSocket;
  private readonly wire: Duplex;
  private unsent: Buffer[] = [];
  private unsentBytes = 0;
  private readonly unsentBytesMax: number;
  private wasBehind = false;
  private readonly onUnread: (bytes: number) => void;

  /** @param onUnread told how much of all that was written is not taken, whenever more was, and when it is nothing again */
  constructor(
    { socket, wire }: { socket: WebSocket; wire: Duplex },
    { unsentBytesMax }: { unsentBytesMax: number },
    onUnread: (bytes: number) => void,
  ) {
    this.socket = socket;
    this.wire = wire;
    this.unsentBytesMax = unsentBytesMax;
    this.onUnread = onUnread;
  }

  /** Written, and not taken by the network yet. */
  get unreadBytes(): number {
    return this.wire.destroyed ? 0 : this.wire.writableLength;
  }

  /** @param frame what `webSocketFrame` made */
  put(frame: Buffer): void {
    if (this.unsent.length === 0) queueMicrotask(() => this.write());
    this.unsent.push(frame);
    this.unsentBytes += frame.length;
    // One go can answer ten thousand questions: what is owed is judged before it has grown to more than the limits.
    if (this.unsentBytes > this.unsentBytesMax) this.write();
  }

  write(): void {
    const { unsent, wire } = this;
    this.unsent = [];
    this.unsentBytes = 0;
    const [only] = unsent;
    if (!only || !wire.writable || this.socket.readyState !== this.socket.OPEN) return;
    if (unsent.length === 1) {
      wire.write(only);
    } else {
      wire.cork();
      for (const frame of unsent) wire.write(frame);
      wire.uncork();
    }
    const { unreadBytes } = this;
    if (unreadBytes === 0 && !this.wasBehind) return;
    this.wasBehind = unreadBytes > 0;
    this.onUnread(unreadBytes);
  }
}
