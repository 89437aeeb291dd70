import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type Blow,
  bare,
  type Ending,
  type Endings,
  ended,
  enter,
  frames,
  hugeFrame,
  note,
  stream,
  type Target,
  upgradeOf,
} from './attack-ways.testing';
import { carrying, emptyText, letterAt, presenceOf, tinyStructs, wordsUpdate } from './forge.testing';
import { noiseBelow, noiseFrames, noiseInFrames } from './noise.testing';
import { encodeSync, MESSAGE_QUERY_AWARENESS, SYNC_STEP_1 } from './protocol.schema';

/** `ends`: how each of its sockets may end; anything else is a fault of the server. */
export type Attack = { blow: Blow; ends: readonly Ending[] };

const MB_BYTES = 1_000_000;
const TINY_STRUCTS = 1_000_000;
/** One byte in the numbering of structs, so that a million of them stay below the limit of an update. */
const TINY_CLIENT_ID = 77;
const HALF_OPEN = 1_000;
/** Longer than a server gives the head of a request. */
const HALF_OPEN_MS_MAX = 20_000;
const DRIP_MS = 250;
/** The attacker only guesses how far the innocent has come: each of the next places is claimed. */
const CLOCKS_TRIED = 12;
const FAR_CLOCK = 2 ** 31;
const UNREAD_ASKS = 4_000;
const UNREAD_JOINS = 20;
const UNREAD_CLIENTS = [901, 902, 903, 904];
const UNREAD_STATE = { note: 'x'.repeat(3_900) };
/** Longer than a server waits for the answer to its close. */
const UNREAD_MS = 2_500;
const EMPTY_VECTOR = new Uint8Array([0]);

const million: Blow = async (target, endings) => {
  const entered = await enter(target);
  if (!entered) return note(endings, 'broken off');
  entered.socket.send(carrying(emptyText(target.place, TINY_CLIENT_ID).update));
  entered.socket.send(carrying(tinyStructs(target.place, TINY_CLIENT_ID, TINY_STRUCTS)));
  await ended(entered, endings);
};

/** A third says nothing, another begins an upgrade and does not end it, and the last goes on with it for ever. */
const halfOpen: Blow = async (target, endings) => {
  const port = Number(new URL(target.url).port);
  const drip = async (socket: Socket) => {
    for (let index = 0; !socket.destroyed; index += 1) {
      socket.write(`X-${index}: slowly\r\n`);
      await wait(DRIP_MS);
    }
  };
  const open = async (index: number) => {
    const socket = connect(port, '127.0.0.1', () => {
      if (index % 3 > 0) socket.write(upgradeOf(target).slice(0, -2));
      if (index % 3 === 2) void drip(socket);
    });
    const over = new Promise<Ending>((resolve) => {
      socket.on('error', () => undefined).once('close', () => resolve('broken off'));
    });
    socket.resume();
    note(endings, await Promise.race([over, wait(HALF_OPEN_MS_MAX, 'stayed' as const)]));
    socket.destroy();
  };
  await Promise.all(Array.from({ length: HALF_OPEN }, (_, index) => open(index)));
};

/** Says who it is at length, asks again and again who is there and what is written, and takes nothing of the answers. */
const readsNothing: Blow = async (target, endings) => {
  const entered = await enter(target);
  if (!entered) return note(endings, 'broken off');
  const { socket } = entered;
  socket.pause();
  for (const clientId of UNREAD_CLIENTS) socket.send(presenceOf(clientId, 1, UNREAD_STATE));
  for (let index = 0; index < UNREAD_JOINS; index += 1) socket.send(encodeSync(SYNC_STEP_1, EMPTY_VECTOR));
  for (let index = 0; index < UNREAD_ASKS; index += 1) socket.send(new Uint8Array([MESSAGE_QUERY_AWARENESS]));
  await wait(UNREAD_MS);
  // Only whoever reads learns that it is over.
  socket.resume();
  await ended(entered, endings);
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

/**
 * What is done to a server, by name: each of the list of bad input. One blow is one round; it leaves no socket
 * behind. `attacks.db.test.ts` runs every one of them, and so does `npm run bench:collab -- attacks`.
 */
export const ATTACKS = {
  'random bytes': { blow: frames(noiseInFrames), ends: ['malformed', 'notAllowed'] },
  'frames of random bytes': { blow: frames(noiseFrames), ends: ['malformed'] },
  'random bytes below the protocol': { blow: noiseBelow, ends: ['broken off'] },
  'truncated messages': { blow: frames(truncatedFrames), ends: ['malformed'] },
  'a text frame': { blow: frames(() => Array.from({ length: 100 }, () => 'a text frame')), ends: ['malformed'] },
  'a reserved opcode': {
    blow: bare((socket) => void socket.write(Buffer.from([0x83, 0x80, 0, 0, 0, 0]))),
    ends: ['broken off'],
  },
  'an unmasked frame': {
    blow: bare((socket) => void socket.write(Buffer.from([0x82, 0x01, 0x00]))),
    ends: ['broken off'],
  },
  'a frame of 20 MB': { blow: hugeFrame(20 * MB_BYTES), ends: ['broken off'] },
  'a frame of 200 MB': { blow: hugeFrame(200 * MB_BYTES), ends: ['broken off'] },
  'a forged presence': {
    blow: stream(({ victim }, index) =>
      presenceOf(victim.clientId, index + 2, index % 2 === 0 ? null : { user: { name: 'Forged' }, cursor: index }),
    ),
    ends: ['notTheirs'],
  },
  'a forged client id': {
    blow: stream(({ victim, place }, index) =>
      carrying(letterAt(place, victim.clientId, victim.clock() + (index % CLOCKS_TRIED))),
    ),
    // Where the innocent has written on meanwhile, the place it claims is not there yet.
    ends: ['notTheirs', 'malformed'],
  },
  'clocks of the far future': {
    blow: stream(({ place }, index) => carrying(letterAt(place, 900_000 + index, FAR_CLOCK + index))),
    ends: ['malformed'],
  },
  'a million tiny structs': { blow: million, ends: ['documentFull'] },
  'a thousand half-open connections': { blow: halfOpen, ends: ['broken off'] },
  'a client that reads nothing': { blow: readsNothing, ends: ['tooSlow', 'broken off'] },
} as const satisfies Record<string, Attack>;

export type AttackName = keyof typeof ATTACKS;

/** Attacks for at least so long, round after round. @returns how the server ended the attacker's sockets */
export async function attack(name: AttackName, target: Target, msMin: number): Promise<Endings> {
  const endings: Endings = new Map();
  const until = performance.now() + msMin;
  do await ATTACKS[name].blow(target, endings);
  while (performance.now() < until);
  return endings;
}

/** @returns those endings that the attack must not have: an offender that stays among them */
export function wrongEndings(name: AttackName, endings: Endings): Ending[] {
  const allowed: readonly Ending[] = ATTACKS[name].ends;
  return [...endings.keys()].filter((ending) => !allowed.includes(ending));
}
