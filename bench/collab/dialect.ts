import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import {
  COLLAB_PATH,
  encodeAsk,
  encodeHello,
  encodeSync,
  MESSAGE_KENNING,
  MESSAGE_SYNC,
  readServerMessage,
  SYNC_STEP_1,
  SYNC_STEP_2,
  SYNC_UPDATE,
} from '@/server/platform/collab/protocol.schema';

export const SERVER_KINDS = ['kenning', 'hocuspocus', 'relay'] as const;
export type ServerKind = (typeof SERVER_KINDS)[number];

/** Of one message of a server, what a bench looks at. `whole`: it answers the first synchronisation. */
export type Heard = { updates: Uint8Array[]; whole: boolean; saved: number | null };

/** How one of the servers is spoken to. */
export type Dialect = {
  path: (documentId: string) => string;
  /** What a client says when its socket opens, before it asks for the text. */
  greeting: (documentId: string) => Uint8Array[];
  /** Asks for the text. Null: the server has none. */
  askText: (documentId: string, stateVector: Uint8Array) => Uint8Array | null;
  update: (documentId: string, update: Uint8Array) => Uint8Array;
  /** Asks to be told when all that was sent is on disk. Null: the server does not say. */
  askSaved: ((counter: number) => Uint8Array) | null;
  read: (message: Uint8Array) => Heard;
};

/** Of the rig that serves Kenning's part. */
const KENNING_VERSION = 3;
const HOCUSPOCUS_REPLY = 4;
const MESSAGE_AUTHENTICATE = 2;
const AUTHENTICATE_TOKEN = 0;
/** Of a document that nobody has written in. */
export const NOTHING_KNOWN = new Uint8Array([0]);

function readSync(decoder: decoding.Decoder, heard: Heard): void {
  const kind = decoding.readVarUint(decoder);
  const bytes = decoding.readVarUint8Array(decoder);
  if (kind === SYNC_STEP_2) heard.whole = true;
  if (kind === SYNC_STEP_2 || kind === SYNC_UPDATE) heard.updates.push(bytes);
}

function readPlain(message: Uint8Array): Heard {
  const decoder = decoding.createDecoder(message);
  const heard: Heard = { updates: [], whole: false, saved: null };
  let syncing = true;
  // The relay puts several messages into one frame.
  while (syncing && decoding.hasContent(decoder)) {
    const type = decoding.readVarUint(decoder);
    syncing = type === MESSAGE_SYNC;
    if (syncing) readSync(decoder, heard);
    else if (type === MESSAGE_KENNING) {
      const own = readServerMessage(decoder);
      if (own?.verb === 'saved') heard.saved = own.counter;
    }
  }
  return heard;
}

const kenning: Dialect = {
  path: (documentId) => `${COLLAB_PATH}/${documentId}`,
  greeting: () => [encodeHello(KENNING_VERSION)],
  askText: (_documentId, stateVector) => encodeSync(SYNC_STEP_1, stateVector),
  update: (_documentId, update) => encodeSync(SYNC_UPDATE, update),
  askSaved: encodeAsk,
  read: readPlain,
};

const relay: Dialect = { ...kenning, greeting: () => [], askText: () => null, askSaved: null };

/** Hocuspocus names the document in every message, and wants a token before it listens. */
function addressed(documentId: string, message: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, documentId);
  encoding.writeUint8Array(encoder, message);
  return encoding.toUint8Array(encoder);
}

const hocuspocus: Dialect = {
  path: () => '/',
  greeting: (documentId) => [addressed(documentId, new Uint8Array([MESSAGE_AUTHENTICATE, AUTHENTICATE_TOKEN, 0]))],
  askText: (documentId, stateVector) => addressed(documentId, encodeSync(SYNC_STEP_1, stateVector)),
  update: (documentId, update) => addressed(documentId, encodeSync(SYNC_UPDATE, update)),
  askSaved: null,
  read: (message) => {
    const decoder = decoding.createDecoder(message);
    decoding.readVarString(decoder);
    const type = decoding.readVarUint(decoder);
    const heard: Heard = { updates: [], whole: false, saved: null };
    if (type === MESSAGE_SYNC || type === HOCUSPOCUS_REPLY) readSync(decoder, heard);
    return heard;
  },
};

export const DIALECTS: Readonly<Record<ServerKind, Dialect>> = { kenning, hocuspocus, relay };
