import * as decoding from 'lib0/decoding';
import { HAS_KEY, HAS_LEFT, HAS_RIGHT, KIND, STRING } from '@/server/platform/collab/typed-run';

/** The other kinds of structs in Yjs' first encoding of an update. */
const GC = 0;
const DELETED = 1;
const JSON_VALUES = 2;
const BINARY = 3;
const EMBED = 5;
const FORMAT = 6;
const TYPE = 7;
const ANY_VALUES = 8;
const DOCUMENT = 9;
const SKIP = 10;
/** Types that carry a name of their own: an element and a hook. */
const NAMED_TYPES: readonly number[] = [3, 5];

function passBytes(decoder: decoding.Decoder): void {
  const length = decoding.readVarUint(decoder);
  decoder.pos += length;
}

function passId(decoder: decoding.Decoder): void {
  decoding.readVarUint(decoder);
  decoding.readVarUint(decoder);
}

/** Passes where an item stands. Its parent is told only where no neighbour tells it. */
function passPlace(decoder: decoding.Decoder, info: number): void {
  if (info & HAS_LEFT) passId(decoder);
  if (info & HAS_RIGHT) passId(decoder);
  if (info & (HAS_LEFT | HAS_RIGHT)) return;
  if (decoding.readVarUint(decoder) === 1) passBytes(decoder);
  else passId(decoder);
  if (info & HAS_KEY) passBytes(decoder);
}

/** Passes a text. @returns its length as Yjs counts it, in units of UTF-16 */
function passText(decoder: decoding.Decoder): number {
  const end = decoding.readVarUint(decoder) + decoder.pos;
  let length = 0;
  for (; decoder.pos < end; decoder.pos += 1) {
    const byte = decoder.arr[decoder.pos] ?? 0;
    if ((byte & 0xc0) !== 0x80) length += byte >= 0xf0 ? 2 : 1;
  }
  return length;
}

function passEach(decoder: decoding.Decoder, pass: (decoder: decoding.Decoder) => void): number {
  const count = decoding.readVarUint(decoder);
  for (let index = 0; index < count; index += 1) pass(decoder);
  return count;
}

/** Passes what an item holds. @returns how many places of its author's numbering it takes */
function passContent(decoder: decoding.Decoder, kind: number): number {
  if (kind === STRING) return passText(decoder);
  if (kind === DELETED) return decoding.readVarUint(decoder);
  if (kind === JSON_VALUES) return passEach(decoder, passBytes);
  if (kind === ANY_VALUES) return passEach(decoder, decoding.readAny);
  if (kind === TYPE) {
    if (NAMED_TYPES.includes(decoding.readVarUint(decoder))) passBytes(decoder);
  } else if (kind === FORMAT) {
    passBytes(decoder);
    passBytes(decoder);
  } else if (kind === DOCUMENT) {
    passBytes(decoder);
    decoding.readAny(decoder);
  } else if (kind === BINARY || kind === EMBED) {
    passBytes(decoder);
  } else {
    throw new Error(`Yjs has nothing of the kind ${kind}.`);
  }
  return 1;
}

/**
 * Tells of each item of an update whose it is, at which place of its author's numbering it begins, and how many it takes.
 * Nothing is made of it: to decode an update costs a generator of load more than anything else that it does, and the more
 * the less a server merges, so that a server which sends every update by itself looked slower than it is.
 */
export function eachItem(update: Uint8Array, tell: (clientId: number, clock: number, length: number) => void): void {
  const decoder = decoding.createDecoder(update);
  for (let left = decoding.readVarUint(decoder); left > 0; left -= 1) {
    let structs = decoding.readVarUint(decoder);
    const clientId = decoding.readVarUint(decoder);
    let clock = decoding.readVarUint(decoder);
    for (; structs > 0; structs -= 1) {
      const info = decoding.readUint8(decoder);
      const kind = info & KIND;
      let length: number;
      if (kind === GC || kind === SKIP) {
        length = decoding.readVarUint(decoder);
      } else {
        passPlace(decoder, info);
        length = passContent(decoder, kind);
        tell(clientId, clock, length);
      }
      clock += length;
    }
  }
}
