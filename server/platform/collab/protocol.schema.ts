import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/**
 * What travels over `/collab/<documentId>`: the y-websocket protocol, and beside it one message type of our own that
 * is sent only to clients that speak it first, so that a stock y-websocket client never meets it.
 *
 * Order of a connection: the server sends sync step 1 as soon as the document is loaded, and only then answers the
 * client's step 1 with step 2. A client that has received step 2 has therefore already sent what the server lacked,
 * and what it asks after that is about all of it.
 *
 * Our own message, `MESSAGE_KENNING`, begins with a verb:
 *   client → server  hello  varUint version     "I know documents of this version; tell me what I may do, now and
 *                                                whenever it changes". Of another version it is closed as `outdated`:
 *                                                an old tab would delete what it does not know.
 *   client → server  ask    varUint counter     "tell me when everything I sent before this is committed"
 *   server → client  access varUint 0 | 1       0 read, 1 write; the answer to hello
 *   server → client  saved  varUint counter     everything sent before that ask is committed in PostgreSQL
 *   server → client  changed varUint 0         what is known of the document beside its text, such as its title or who
 *                                                may read it, has changed: whoever shows it asks again
 * Counters grow. An answer also answers all smaller ones. A client whose update was refused gets no `saved` for what it
 * asks later on that connection: it is read-only, and what it holds is not kept.
 */
export const MESSAGE_SYNC = 0;
export const MESSAGE_AWARENESS = 1;
export const MESSAGE_AUTH = 2;
export const MESSAGE_QUERY_AWARENESS = 3;
export const MESSAGE_KENNING = 100;

export const SYNC_STEP_1 = 0;
export const SYNC_STEP_2 = 1;
export const SYNC_UPDATE = 2;

export const COLLAB_PATH = '/collab';
/**
 * In the query of a client that wants to be told why it is refused: a browser shows a page neither the 401 nor the 404 of
 * an upgrade, so that they look like a network that is away. To such a client the server opens the socket and closes it
 * with the code of `REFUSALS`.
 */
export const REFUSAL_AS_CLOSE = { refusal: 'close' } as const;
/**
 * In the query of a client that holds what somebody wrote: that person's id. When the cookie it comes with is somebody
 * else's by now, it is refused before it sends anything, which would be written as them.
 */
export const WRITTEN_BY = 'person';

const VERB_HELLO = 0;
const VERB_ASK = 1;
const VERB_ACCESS = 0;
const VERB_SAVED = 1;
const VERB_CHANGED = 2;

export type CollabAccess = 'read' | 'write';

/**
 * Why the server closed a socket. y-websocket 3 takes 44xx as final and tries again after anything else, so what
 * another attempt cannot change is 44xx and what it may change is 45xx. 1009 is what the WebSocket layer itself says
 * about a frame over the limit.
 */
export const CLOSE_CODES = {
  malformed: 4400,
  signedOut: 4401,
  sessionEnded: 4402,
  accessLost: 4403,
  documentGone: 4404,
  somebodyElse: 4409,
  updateTooLarge: 4413,
  documentFull: 4414,
  notAllowed: 4415,
  notTheirs: 4416,
  notStorable: 4422,
  outdated: 4426,
  frameTooLarge: 1009,
  unavailable: 4500,
  serverStopping: 4503,
  tooSlow: 4508,
  tooManyMessages: 4529,
  tooManyOpen: 4530,
  documentCrowded: 4531,
} as const;

export type CloseReason = keyof typeof CLOSE_CODES;

const FINAL = [
  'malformed',
  'signedOut',
  'sessionEnded',
  'accessLost',
  'documentGone',
  'somebodyElse',
  'updateTooLarge',
  'documentFull',
  'notAllowed',
  'notTheirs',
  'notStorable',
  'outdated',
  'frameTooLarge',
] as const satisfies readonly CloseReason[];
/** Another attempt ends the same way. */
export type FinalReason = (typeof FINAL)[number];
/** Another attempt may succeed. */
export type PassingReason = Exclude<CloseReason, FinalReason>;

/** What an upgrade's status says as a close. Not to be found and not to be read are one and the same. */
export const REFUSALS = { 401: 'signedOut', 404: 'accessLost', 409: 'somebodyElse' } as const satisfies Record<
  number,
  CloseReason
>;

/** @returns the reason behind a close code; null for a code that is not ours, such as a lost network */
export function closeReason(code: number): CloseReason | null {
  const found = Object.entries(CLOSE_CODES).find(([, value]) => value === code);
  return found ? (found[0] as CloseReason) : null;
}

export const isFinal = (reason: CloseReason): reason is FinalReason => FINAL.some((one) => one === reason);

/** @returns whether connecting again cannot help */
export function isFinalClose(code: number): boolean {
  const reason = closeReason(code);
  return reason !== null && isFinal(reason);
}

function frame(verb: number, value: number): Uint8Array<ArrayBuffer> {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE_KENNING);
  encoding.writeVarUint(encoder, verb);
  encoding.writeVarUint(encoder, value);
  return encoding.toUint8Array(encoder);
}

/** A whole frame of the stock protocol. @param kind SYNC_STEP_1, SYNC_STEP_2 or SYNC_UPDATE */
export function encodeSync(kind: number, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = encoding.encode((encoder) => {
    for (const number of [MESSAGE_SYNC, kind, bytes.length]) encoding.writeVarUint(encoder, number);
  });
  // Of a whole document an encoder would make three copies.
  const message = new Uint8Array(head.length + bytes.length);
  message.set(head);
  message.set(bytes, head.length);
  return message;
}

/** Whole frames of our own message, as the table above has them. */
export const encodeHello = (version: number): Uint8Array<ArrayBuffer> => frame(VERB_HELLO, version);
export const encodeAsk = (counter: number): Uint8Array<ArrayBuffer> => frame(VERB_ASK, counter);
export const encodeSaved = (counter: number): Uint8Array<ArrayBuffer> => frame(VERB_SAVED, counter);
export const encodeAccess = (access: CollabAccess): Uint8Array<ArrayBuffer> =>
  frame(VERB_ACCESS, access === 'write' ? 1 : 0);
export const encodeChanged = (): Uint8Array<ArrayBuffer> => frame(VERB_CHANGED, 0);

export type ClientMessage = { verb: 'hello'; version: number } | { verb: 'ask'; counter: number };
export type ServerMessage =
  | { verb: 'access'; access: CollabAccess }
  | { verb: 'saved'; counter: number }
  | { verb: 'changed' };

/** Reads the rest of a MESSAGE_KENNING frame on the server. @throws Error when it is none of ours */
export function readClientMessage(decoder: decoding.Decoder): ClientMessage {
  const verb = decoding.readVarUint(decoder);
  const value = decoding.readVarUint(decoder);
  if (verb === VERB_HELLO) return { verb: 'hello', version: value };
  if (verb === VERB_ASK) return { verb: 'ask', counter: value };
  throw new Error('An unknown verb.');
}

/** Reads the rest of a MESSAGE_KENNING frame in the client. @returns null for a verb of a later version */
export function readServerMessage(decoder: decoding.Decoder): ServerMessage | null {
  const verb = decoding.readVarUint(decoder);
  const value = decoding.readVarUint(decoder);
  if (verb === VERB_ACCESS) return { verb: 'access', access: value === 1 ? 'write' : 'read' };
  if (verb === VERB_SAVED) return { verb: 'saved', counter: value };
  if (verb === VERB_CHANGED) return { verb: 'changed' };
  return null;
}
