import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { introduction, type TextPlace } from './forge.testing';
import { type CloseReason, COLLAB_PATH, closeReason } from './protocol.schema';

/** Whom an attack is aimed at: a server, and a document that the attacker may write in beside somebody innocent. */
export type Target = {
  /** ws://host:port */
  url: string;
  documentId: string;
  /** The attacker. */
  personId: string;
  place: TextPlace;
  /** The innocent's client id in the document, and how far their numbering has come. */
  victim: { clientId: number; clock: () => number };
};

/** What became of a socket of the attacker: closed for this reason, broken off, or not ended by the server at all. */
export type Ending = CloseReason | 'broken off' | 'stayed' | 'another code';
/** How many of the attacker's sockets ended how. */
export type Endings = Map<Ending, number>;

export type Blow = (target: Target, endings: Endings) => Promise<void>;
export type Entered = { socket: WebSocket; closed: Promise<Ending> };

const ENDING_MS_MAX = 20_000;
const BROKEN_OFF = 1006;
const SOCKETS_AT_ONCE = 20;
const CHUNK_BYTES = 256 * 1_024;
const FORGERIES = 200;
const FORGERY_PAUSE_MS = 5;
const NEVER_SENT_KEY = Buffer.alloc(4);

export function note(endings: Endings, ending: Ending): void {
  endings.set(ending, (endings.get(ending) ?? 0) + 1);
}

const endingOf = (code: number): Ending => (code === BROKEN_OFF ? 'broken off' : (closeReason(code) ?? 'another code'));

/** Opens a socket as the attacker. @returns null when the server lets nobody in just now */
export async function enter({ url, documentId, personId }: Target): Promise<Entered | null> {
  const socket = new WebSocket(`${url}${COLLAB_PATH}/${documentId}`, {
    headers: { authorization: `Bearer ${personId}` },
    perMessageDeflate: false,
  });
  socket.on('error', () => undefined);
  const closed = new Promise<Ending>((resolve) => socket.once('close', (code) => resolve(endingOf(code))));
  const opened = new Promise<boolean>((resolve) => socket.once('open', () => resolve(true)));
  return (await Promise.race([opened, closed.then(() => false)])) ? { socket, closed } : null;
}

/** Waits for the server to end it, and ends it when the server does not. */
export async function ended({ socket, closed }: Entered, endings: Endings, msMax = ENDING_MS_MAX): Promise<void> {
  note(endings, await Promise.race([closed, wait(msMax, 'stayed' as const)]));
  socket.terminate();
}

/** One frame by each of many sockets, each of which should end for it. */
export const frames =
  (make: () => (Uint8Array | string)[]): Blow =>
  async (target, endings) => {
    const blow = async (frame: Uint8Array | string) => {
      const entered = await enter(target);
      if (!entered) return note(endings, 'broken off');
      entered.socket.send(frame);
      await ended(entered, endings);
    };
    const all = make();
    for (let at = 0; at < all.length; at += SOCKETS_AT_ONCE) {
      await Promise.all(all.slice(at, at + SOCKETS_AT_ONCE).map(blow));
    }
  };

/** Speaks below the WebSocket protocol: `speak` has the socket once it is open, and it ends by the server. */
export const bare =
  (speak: (socket: Socket) => Promise<void> | void): Blow =>
  async (target, endings) => {
    const socket = connect(Number(new URL(target.url).port), '127.0.0.1');
    const over = new Promise<void>((resolve) => {
      socket.on('error', () => undefined).once('close', () => resolve());
    });
    socket.write(upgradeOf(target));
    const begun = new Promise<void>((resolve) => {
      socket.once('data', () => resolve());
    });
    await Promise.race([begun, over]);
    socket.resume();
    await speak(socket);
    await Promise.race([over, wait(ENDING_MS_MAX)]);
    note(endings, socket.destroyed ? 'broken off' : 'stayed');
    socket.destroy();
  };

export function upgradeOf({ documentId, personId }: Target): string {
  return [
    `GET ${COLLAB_PATH}/${documentId} HTTP/1.1`,
    'Host: x',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    `Authorization: Bearer ${personId}`,
    '\r\n',
  ].join('\r\n');
}

/** A frame that says it is so long, and as much of it as the server takes. */
export const hugeFrame = (bytes: number): Blow =>
  bare(async (socket) => {
    const head = Buffer.alloc(10);
    head[0] = 0x82;
    head[1] = 0xff;
    head.writeBigUInt64BE(BigInt(bytes), 2);
    socket.write(Buffer.concat([head, NEVER_SENT_KEY]));
    const chunk = Buffer.alloc(CHUNK_BYTES);
    for (let sent = 0; sent < bytes && !socket.destroyed; sent += chunk.length) {
      if (socket.write(chunk)) continue;
      await Promise.race([
        new Promise<void>((resolve) => {
          socket.once('drain', () => resolve()).once('close', () => resolve());
        }),
        wait(ENDING_MS_MAX),
      ]);
    }
  });

/** Frames one after the other by a member who came as others do, for as long as the server bears it. */
export const stream =
  (make: (target: Target, index: number) => Uint8Array): Blow =>
  async (target, endings) => {
    const entered = await enter(target);
    if (!entered) return note(endings, 'broken off');
    const { socket } = entered;
    socket.send(introduction());
    for (let index = 0; index < FORGERIES && socket.readyState === WebSocket.OPEN; index += 1) {
      socket.send(make(target, index));
      await wait(FORGERY_PAUSE_MS);
    }
    await ended(entered, endings, FORGERY_PAUSE_MS * FORGERIES);
  };
