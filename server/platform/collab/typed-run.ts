import { isUtf8 } from 'node:buffer';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/** Of Yjs' first encoding of an update: what a struct's first byte says. */
export const KIND = 0b1_1111;
export const HAS_KEY = 0x20;
export const HAS_RIGHT = 0x40;
export const HAS_LEFT = 0x80;
/** The kind of a piece of text. */
export const STRING = 4;
const ASCII_MAX = 0x7f;
const NONE = -1;
/** Structs of one client, one of them. */
const [CLIENTS, STRUCTS] = [1, 1];
const DELETES = 0;
/** A text that begins in a part of the document that has a name. */
const NAMED = 1;

/** An update that is one piece of text and nothing else, as typing makes them. */
export type Typed = {
  bytes: Uint8Array;
  id: { client: number; clock: number };
  /** In units of UTF-16, as Yjs counts. */
  length: number;
  /** The letters between which it stands; `NONE` where there is none. */
  left: { client: number; clock: number };
  right: { client: number; clock: number };
  /** Where the text's length is written, and where the text itself begins. It ends before the last byte. */
  headEnd: number;
  textStart: number;
};

/** @returns the length in units of UTF-16; null when it is no UTF-8 */
function lengthOfText(text: Uint8Array): number | null {
  let length = text.length;
  let isAscii = true;
  for (const byte of text) {
    if (byte <= ASCII_MAX) continue;
    isAscii = false;
    // Bytes that carry a character on count nothing; a character of four bytes counts two.
    if ((byte & 0xc0) === 0x80) length -= 1;
    else if (byte >= 0xf0) length += 1;
  }
  return isAscii || isUtf8(text) ? length : null;
}

const readId = (decoder: decoding.Decoder, isThere: boolean) =>
  isThere
    ? { client: decoding.readVarUint(decoder), clock: decoding.readVarUint(decoder) }
    : { client: NONE, clock: NONE };

/** Passes the name of the document's part, or the id of the type, in which a text begins. @throws Error where Yjs would */
function passParent(decoder: decoding.Decoder): void {
  if (decoding.readVarUint(decoder) === NAMED) decoding.readVarString(decoder);
  else readId(decoder, true);
}

/** @returns null for whatever is more than a piece of text, or not sound */
export function readTyped(bytes: Uint8Array): Typed | null {
  if (bytes[0] !== CLIENTS || bytes[1] !== STRUCTS) return null;
  const decoder = decoding.createDecoder(bytes);
  decoder.pos = 2;
  try {
    const id = readId(decoder, true);
    const info = decoding.readUint8(decoder);
    if ((info & KIND) !== STRING || info & HAS_KEY) return null;
    const left = readId(decoder, (info & HAS_LEFT) !== 0);
    const right = readId(decoder, (info & HAS_RIGHT) !== 0);
    if (!(info & (HAS_LEFT | HAS_RIGHT))) passParent(decoder);
    const headEnd = decoder.pos;
    const textEnd = decoding.readVarUint(decoder) + decoder.pos;
    if (textEnd === decoder.pos || textEnd !== bytes.length - 1 || bytes[textEnd] !== DELETES) return null;
    const length = lengthOfText(bytes.subarray(decoder.pos, textEnd));
    return length === null ? null : { bytes, id, length, left, right, headEnd, textStart: decoder.pos };
  } catch {
    // Whoever decodes it as a whole says what is wrong with it.
    return null;
  }
}

const isSame = (one: Typed['id'], other: Typed['id']) => one.client === other.client && one.clock === other.clock;

/** CO-D58: what somebody types, letter after letter, as one update, without decoding each. */
export class TypedRun {
  private readonly first: Typed;
  private readonly parts: Typed[];
  private length: number;
  private textBytes: number;

  constructor(first: Typed) {
    this.first = first;
    this.parts = [first];
    this.length = first.length;
    this.textBytes = textBytesOf(first);
  }

  /** @returns false when it does not stand directly behind what is here, before the same letter */
  add(next: Typed): boolean {
    const { id, right } = this.first;
    const end = id.clock + this.length;
    const goesOn = next.id.client === id.client && next.id.clock === end;
    if (!(goesOn && isSame(next.left, { client: id.client, clock: end - 1 }) && isSame(next.right, right)))
      return false;
    this.parts.push(next);
    this.length += next.length;
    this.textBytes += textBytesOf(next);
    return true;
  }

  /** What Yjs would decode from all of them. */
  toBytes(): Uint8Array {
    const { first, parts, textBytes } = this;
    if (parts.length === 1) return first.bytes;
    const encoder = encoding.createEncoder();
    encoding.writeUint8Array(encoder, first.bytes.subarray(0, first.headEnd));
    encoding.writeVarUint(encoder, textBytes);
    for (const { bytes, textStart } of parts) encoding.writeUint8Array(encoder, bytes.subarray(textStart, -1));
    encoding.writeVarUint(encoder, DELETES);
    return encoding.toUint8Array(encoder);
  }
}

const textBytesOf = ({ bytes, textStart }: Typed): number => bytes.length - 1 - textStart;
