import * as decoding from 'lib0/decoding';
import { chooseSeed } from '../testing/seed';
import { type Blow, bare } from './attack-ways.testing';
import { readClientFrame } from './client-frame';
import {
  encodeSync,
  MESSAGE_AUTH,
  MESSAGE_AWARENESS,
  MESSAGE_KENNING,
  MESSAGE_QUERY_AWARENESS,
  MESSAGE_SYNC,
  SYNC_STEP_2,
  SYNC_UPDATE,
} from './protocol.schema';
import { AT_ONCE_BYTES } from './update-slices';

const SEED = chooseSeed();
/** To be printed and told with a failure: with the same seed the attacks send the same bytes. */
export const NOISE_SEED = `KENNING_SEED=${SEED}`;

const MESSAGES = [MESSAGE_SYNC, MESSAGE_AWARENESS, MESSAGE_AUTH, MESSAGE_QUERY_AWARENESS, MESSAGE_KENNING];
const FRAMES = 100;
/** Less than 128, so that its length is one byte of the header. */
const UPDATE_BYTES = 60;
const FRAME_BYTES_MAX = 300;
/** What one person may have open, and room for those that are not over yet. */
const CONNECTIONS = 20;
/** A head that chance has made right names 64 KiB at most, but for one in millions: the server has all of it, and more. */
const CONNECTION_BYTES = 128 * 1_024;

/** Marsaglia's xorshift: the same numbers for the same seed. */
function randomBytesOf(seed: number): (count: number) => Buffer {
  // From zero it never comes away.
  let state = seed | 0 || 1;
  return (count) => {
    const bytes = Buffer.alloc(count);
    for (let index = 0; index < count; index += 1) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      bytes[index] = state;
    }
    return bytes;
  };
}

// Each has its own, so that it is given the same whichever were run before it.
const updateNoise = randomBytesOf(SEED);
const frameNoise = randomBytesOf(SEED);
const connectionNoise = randomBytesOf(SEED);

function manyOf(make: () => Buffer, wanted: (made: Buffer) => boolean): Uint8Array[] {
  const all: Uint8Array[] = [];
  while (all.length < FRAMES) {
    const made = make();
    if (wanted(made)) all.push(made);
  }
  return all;
}

/** So large that it is read in the worker thread: it says that it is of one client with two hundred structs. */
const largeNoise = (): Uint8Array =>
  encodeSync(SYNC_UPDATE, Buffer.concat([Buffer.from([1, 0xc8, 1]), updateNoise(2 * AT_ONCE_BYTES)]));

/** Frames whose header is right, and which carry no update but random bytes. */
export const noiseInFrames = (): Uint8Array[] => [...smallNoise(), largeNoise()];

const smallNoise = (): Uint8Array[] =>
  // Two zeros are an update, in which nothing is new and nothing deleted.
  manyOf(
    () => updateNoise(UPDATE_BYTES),
    (update) => update.readUInt16LE() > 0,
  ).map((update) => Buffer.concat([Buffer.from([MESSAGE_SYNC, SYNC_STEP_2, UPDATE_BYTES]), update]));

function isOfTheProtocol(frame: Uint8Array): boolean {
  try {
    return MESSAGES.includes(decoding.readVarUint(decoding.createDecoder(frame))) && readClientFrame(frame) !== null;
  } catch {
    return false;
  }
}

/** Frames of nothing but random bytes. What chance has made a frame of the protocol is passed over: it hurts nobody. */
export const noiseFrames = (): Uint8Array[] =>
  manyOf(
    () => frameNoise(1 + (frameNoise(4).readUInt32LE() % FRAME_BYTES_MAX)),
    (frame) => !isOfTheProtocol(frame),
  );

/** Random bytes where the frames of the WebSocket protocol should be, on many connections. */
export const noiseBelow: Blow = async (target, endings) => {
  const speak = bare((socket) => void socket.write(connectionNoise(CONNECTION_BYTES)));
  await Promise.all(Array.from({ length: CONNECTIONS }, () => speak(target, endings)));
};
