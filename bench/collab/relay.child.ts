/**
 * As fast as it can be done: what a room sent within one turn of the event loop becomes one frame, and each receiver gets
 * the same bytes in one write. It knows no document and keeps nothing. Whoever alone spoke in a turn receives nothing of
 * it. Where several did, each of them receives what the others said, and takes the one frame as it is: a frame for each
 * without their own words would have to be built, which costs more than the bytes. Kenning does both likewise.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { answerBench } from './serve';

const FINAL_BINARY = 0x82;
const LENGTH_16 = 126;
const LENGTH_64 = 127;
const LENGTH_16_MAX = 0xffff;

/** A frame of a server, which is not masked. */
function serverFrame(parts: Uint8Array[]): Buffer {
  const payload = Buffer.concat(parts);
  const { length } = payload;
  const size = length < LENGTH_16 ? 0 : length <= LENGTH_16_MAX ? 2 : 8;
  const head = Buffer.alloc(2 + size);
  head[0] = FINAL_BINARY;
  head[1] = size === 0 ? length : size === 2 ? LENGTH_16 : LENGTH_64;
  if (size === 2) head.writeUInt16BE(length, 2);
  if (size === 8) head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}

class RelayRoom {
  private readonly receivers = new Set<Duplex>();
  private gathered: Uint8Array[] = [];
  /** Who spoke in this turn; null when several did. */
  private only: Duplex | null = null;

  join(socket: WebSocket, stream: Duplex): void {
    this.receivers.add(stream);
    socket.on('message', (data: Buffer) => {
      if (this.gathered.length === 0) {
        setImmediate(() => this.flush());
        this.only = stream;
      } else if (this.only !== stream) {
        this.only = null;
      }
      this.gathered.push(data);
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => this.receivers.delete(stream));
  }

  private flush(): void {
    const frame = serverFrame(this.gathered);
    this.gathered = [];
    for (const stream of this.receivers) if (stream !== this.only) stream.write(frame);
  }
}

const rooms = new Map<string, RelayRoom>();
const sockets = new WebSocketServer({ noServer: true, clientTracking: false, perMessageDeflate: false });
const server = createServer();
server.on('upgrade', (request, stream, head) => {
  const path = request.url ?? '';
  const room = rooms.get(path) ?? new RelayRoom();
  rooms.set(path, room);
  sockets.handleUpgrade(request, stream, head, (socket) => room.join(socket, stream));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
answerBench((server.address() as AddressInfo).port, async () => {});
