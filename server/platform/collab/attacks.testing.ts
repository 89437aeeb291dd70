import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { carrying, emptyText, letterAt, presenceOf, type TextPlace, tinyStructs, wordsUpdate } from './forge.testing';
import { COLLAB_PATH, encodeSync, MESSAGE_QUERY_AWARENESS, SYNC_STEP_1 } from './protocol.schema';

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

/** How the server ended the attacker's sockets, by close code; null for a connection that was broken off. */
export type Endings = Map<number | null, number>;

type Blow = (target: Target, endings: Endings) => Promise<void>;

/** Of what is random, so that a failure can be had again. */
const RANDOM_SEED = 20_310_203;
const ENDING_MS_MAX = 10_000;
const NOISE_BYTES = 60;
const SOCKETS_AT_ONCE = 20;
const MB_BYTES = 1_000_000;
const CHUNK_BYTES = 256 * 1_024;
const TINY_STRUCTS = 1_000_000;
/** One byte in the numbering of structs, so that a million of them stay below the limit of an update. */
const TINY_CLIENT_ID = 77;
const HALF_OPEN = 1_000;
const HALF_OPEN_MS = 1_500;
const FORGERIES = 200;
const FORGERY_PAUSE_MS = 5;
/** The attacker only guesses how far the innocent has come: each of the next places is claimed. */
const CLOCKS_TRIED = 12;
const FAR_CLOCK = 2 ** 31;
const UNREAD_ASKS = 150;
const UNREAD_MS = 1_500;
const EMPTY_VECTOR = new Uint8Array([0]);
const NEVER_SENT_KEY = Buffer.alloc(4);

/** Marsaglia's xorshift: the same numbers for the same seed. */
function randomBytesOf(seed: number): (count: number) => Buffer {
  let state = seed;
  return (count) =>
    Buffer.from(
      Array.from({ length: count }, () => {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        return state & 0xff;
      }),
    );
}

const noise = randomBytesOf(RANDOM_SEED);

function note(endings: Endings, code: number | null): void {
  endings.set(code, (endings.get(code) ?? 0) + 1);
}

/** Opens a socket as the attacker. @returns null when the server lets nobody in just now */
async function enter({ url, documentId, personId }: Target): Promise<WebSocket | null> {
  const socket = new WebSocket(`${url}${COLLAB_PATH}/${documentId}`, {
    headers: { authorization: `Bearer ${personId}` },
    perMessageDeflate: false,
  });
  socket.on('error', () => undefined);
  const opened = await new Promise<boolean>((resolve) => {
    socket.once('open', () => resolve(true)).once('close', () => resolve(false));
  });
  return opened ? socket : null;
}

/** Waits for the server to end it, and ends it when the server does not. */
async function ended(socket: WebSocket, endings: Endings): Promise<void> {
  const code = await Promise.race([
    new Promise<number | null>((resolve) => {
      if (socket.readyState === WebSocket.CLOSED) resolve(null);
      else socket.once('close', (closed: number) => resolve(closed));
    }),
    wait(ENDING_MS_MAX, 'late' as const),
  ]);
  if (code === 'late') socket.terminate();
  else note(endings, code);
}

/** One frame by each of many sockets, each of which should end for it. */
const frames =
  (make: () => (Uint8Array | string)[]): Blow =>
  async (target, endings) => {
    const blow = async (frame: Uint8Array | string) => {
      const socket = await enter(target);
      if (!socket) return note(endings, null);
      socket.send(frame);
      await ended(socket, endings);
    };
    const all = make();
    for (let at = 0; at < all.length; at += SOCKETS_AT_ONCE) {
      await Promise.all(all.slice(at, at + SOCKETS_AT_ONCE).map(blow));
    }
  };

/** Speaks below the WebSocket protocol: `speak` has the socket once it is open, and it ends by the server. */
const bare =
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
    if (socket.destroyed) note(endings, null);
    socket.destroy();
  };

function upgradeOf({ documentId, personId }: Target): string {
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
const hugeFrame = (bytes: number): Blow =>
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

/** Frames one after the other by a member who is not thrown out for the first of them. */
const stream =
  (make: (target: Target, index: number) => Uint8Array): Blow =>
  async (target, endings) => {
    const socket = await enter(target);
    if (!socket) return note(endings, null);
    for (let index = 0; index < FORGERIES && socket.readyState === WebSocket.OPEN; index += 1) {
      socket.send(make(target, index));
      await wait(FORGERY_PAUSE_MS);
    }
    if (socket.readyState !== WebSocket.OPEN) return ended(socket, endings);
    socket.terminate();
  };

const million: Blow = async (target, endings) => {
  const socket = await enter(target);
  if (!socket) return note(endings, null);
  socket.send(carrying(emptyText(target.place, TINY_CLIENT_ID).update));
  socket.send(carrying(tinyStructs(target.place, TINY_CLIENT_ID, TINY_STRUCTS)));
  await Promise.race([ended(socket, endings), wait(2 * HALF_OPEN_MS)]);
  socket.terminate();
};

/** Half of them say nothing, the others begin an upgrade and do not end it. */
const halfOpen: Blow = async (target) => {
  const port = Number(new URL(target.url).port);
  const sockets = Array.from({ length: HALF_OPEN }, (_, index) => {
    const socket = connect(port, '127.0.0.1', () => {
      if (index % 2 === 0) socket.write(upgradeOf(target).slice(0, -2));
    });
    return socket.on('error', () => undefined);
  });
  await wait(HALF_OPEN_MS);
  for (const socket of sockets) socket.destroy();
};

/** Asks for the document again and again, and takes nothing of the answers. */
const readsNothing: Blow = async (target, endings) => {
  const socket = await enter(target);
  if (!socket) return note(endings, null);
  socket.pause();
  for (let index = 0; index < UNREAD_ASKS; index += 1) {
    socket.send(encodeSync(SYNC_STEP_1, EMPTY_VECTOR));
    socket.send(new Uint8Array([MESSAGE_QUERY_AWARENESS]));
  }
  await wait(UNREAD_MS);
  socket.terminate();
};

/** A genuine update with its last bytes gone, as long as the frame around it says so. */
function truncatedFrames(): Uint8Array[] {
  const update = wordsUpdate({ root: 'text', kind: 'text' }, 5, 'a text that will be cut');
  const whole = carrying(update);
  return [
    ...Array.from({ length: whole.length - 1 }, (_, index) => whole.slice(0, index + 1)),
    ...Array.from({ length: update.length - 1 }, (_, index) => carrying(update.slice(0, index + 1))),
  ];
}

/** What is done to a server, by name. Each is one round; a round leaves no socket behind. */
export const ATTACKS = {
  'random bytes': frames(() =>
    Array.from({ length: 100 }, () => Buffer.concat([Buffer.from([0, 2, NOISE_BYTES]), noise(NOISE_BYTES)])),
  ),
  'truncated messages': frames(truncatedFrames),
  'a text frame': frames(() => Array.from({ length: 100 }, () => 'a text frame')),
  'a reserved opcode': bare((socket) => void socket.write(Buffer.from([0x83, 0x80, 0, 0, 0, 0]))),
  'an unmasked frame': bare((socket) => void socket.write(Buffer.from([0x82, 0x01, 0x00]))),
  'a frame of 20 MB': hugeFrame(20 * MB_BYTES),
  'a frame of 200 MB': hugeFrame(200 * MB_BYTES),
  'a forged presence': stream(({ victim }, index) =>
    presenceOf(victim.clientId, index + 2, index % 2 === 0 ? null : { user: { name: 'Forged' }, cursor: index }),
  ),
  'a forged client id': stream(({ victim, place }, index) =>
    carrying(letterAt(place, victim.clientId, victim.clock() + (index % CLOCKS_TRIED))),
  ),
  'clocks of the far future': stream(({ place }, index) =>
    carrying(letterAt(place, 900_000 + index, FAR_CLOCK + index)),
  ),
  'a million tiny structs': million,
  'a thousand half-open connections': halfOpen,
  'a client that reads nothing': readsNothing,
} as const satisfies Record<string, Blow>;

export type AttackName = keyof typeof ATTACKS;

/** Attacks for at least so long, round after round. @returns how the server ended the attacker's sockets */
export async function attack(name: AttackName, target: Target, msMin: number): Promise<Endings> {
  const endings: Endings = new Map();
  const until = performance.now() + msMin;
  do await ATTACKS[name](target, endings);
  while (performance.now() < until);
  return endings;
}
