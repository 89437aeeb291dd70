import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

const OPCODE_BINARY = 2;
const OPCODE_CLOSE = 8;
const OPCODE_PING = 9;
const OPCODE_PONG = 10;
const FINAL = 0x80;
const MASKED = 0x80;
const LENGTH_16 = 126;
const LENGTH_64 = 127;
const LENGTH_16_MAX = 0xffff;
const KEY_BYTES = 4;
const READ_BYTES = 256 * 1_024;
const HEAD_END = '\r\n\r\n';

/** A whole WebSocket frame of a client. It is masked with a key of zeros, which leaves the payload as it is. */
export function clientFrame(payload: Uint8Array, opcode = OPCODE_BINARY): Buffer {
  const { length } = payload;
  const size = length < LENGTH_16 ? 0 : length <= LENGTH_16_MAX ? 2 : 8;
  const frame = Buffer.alloc(2 + size + KEY_BYTES + length);
  frame[0] = FINAL | opcode;
  frame[1] = MASKED | (size === 0 ? length : size === 2 ? LENGTH_16 : LENGTH_64);
  if (size === 2) frame.writeUInt16BE(length, 2);
  if (size === 8) frame.writeBigUInt64BE(BigInt(length), 2);
  frame.set(payload, 2 + size + KEY_BYTES);
  return frame;
}

export type WireHandlers = {
  onOpen: () => void;
  /** The bytes are good until it returns. */
  onMessage: (payload: Buffer) => void;
  onClose: (code: number | null) => void;
};

/**
 * A WebSocket client that costs as little as can be, so that a generator of load measures the server and not itself:
 * every socket reads into the same piece of memory, and frames are written as they were prepared.
 */
export class WireSocket {
  private static readonly memory = Buffer.alloc(READ_BYTES);
  private readonly socket: Socket;
  private readonly handlers: WireHandlers;
  /** What came of a frame that is not whole, and how many bytes it needs before it can be read on. */
  private parts: Buffer[] = [];
  private partsBytes = 0;
  private neededBytes = 0;
  private open = false;
  private code: number | null = null;

  constructor(port: number, path: string, person: string, handlers: WireHandlers) {
    this.handlers = handlers;
    this.socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: WireSocket.memory,
        callback: (count, memory) => {
          this.receive(Buffer.from(memory.buffer, memory.byteOffset, count));
          return true;
        },
      },
    });
    this.socket.once('connect', () => {
      const key = randomBytes(16).toString('base64');
      const lines = [
        `GET ${path} HTTP/1.1`,
        'Host: 127.0.0.1',
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        `Sec-WebSocket-Key: ${key}`,
        `Authorization: Bearer ${person}`,
      ];
      this.socket.write(lines.join('\r\n') + HEAD_END);
    });
    this.socket.on('error', () => this.socket.destroy());
    this.socket.on('close', () => handlers.onClose(this.code));
  }

  /** @param frame from `clientFrame` */
  write(frame: Uint8Array): void {
    this.socket.write(frame);
  }

  send(payload: Uint8Array): void {
    this.socket.write(clientFrame(payload));
  }

  end(): void {
    this.socket.destroy();
  }

  private receive(chunk: Buffer): void {
    if (this.partsBytes + chunk.length < this.neededBytes) {
      this.keep(chunk);
      return;
    }
    let bytes = this.parts.length > 0 ? Buffer.concat([...this.parts, chunk]) : chunk;
    this.parts = [];
    this.partsBytes = 0;
    this.neededBytes = 0;
    if (!this.open) {
      const end = bytes.indexOf(HEAD_END);
      if (end >= 0) {
        if (!bytes.toString('latin1', 0, end).startsWith('HTTP/1.1 101')) {
          this.end();
          return;
        }
        this.open = true;
        bytes = bytes.subarray(end + HEAD_END.length);
        this.handlers.onOpen();
      }
    }
    const used = this.open ? this.readFrames(bytes) : 0;
    if (used < bytes.length) this.keep(bytes.subarray(used));
  }

  private keep(bytes: Buffer): void {
    // It stands in the memory that the next read overwrites.
    this.parts.push(Buffer.from(bytes));
    this.partsBytes += bytes.length;
  }

  /** @returns how many bytes were whole frames */
  private readFrames(bytes: Buffer): number {
    let at = 0;
    while (bytes.length - at >= 2) {
      const short = (bytes[at + 1] ?? 0) & ~MASKED;
      const size = short === LENGTH_16 ? 2 : short === LENGTH_64 ? 8 : 0;
      const begin = at + 2 + size;
      if (bytes.length < begin) break;
      const length = size === 2 ? bytes.readUInt16BE(at + 2) : size === 8 ? bytes.readUIntBE(at + 4, 6) : short;
      if (bytes.length < begin + length) {
        this.neededBytes = begin + length - at;
        break;
      }
      this.readFrame((bytes[at] ?? 0) & 0x0f, bytes.subarray(begin, begin + length));
      at = begin + length;
    }
    return at;
  }

  private readFrame(opcode: number, payload: Buffer): void {
    if (opcode === OPCODE_BINARY) this.handlers.onMessage(payload);
    else if (opcode === OPCODE_PING) this.write(clientFrame(payload, OPCODE_PONG));
    else if (opcode === OPCODE_CLOSE) this.code = payload.length >= 2 ? payload.readUInt16BE(0) : null;
  }
}
