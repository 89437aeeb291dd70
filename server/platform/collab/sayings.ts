import type { Connection } from './connection';
import { encodeJoined, joinDecoded } from './join-update';
import { readTyped, type Typed, TypedRun } from './typed-run';
import { decodeUpdate } from './update-contents';
import type { Decoded, Struct } from './update-encode.rules';
import { AT_ONCE_BYTES, type Whole } from './update-slices';

/** What a connection said, in the order of a room. `ofWhole`: what the update says of which this is a slice. */
export type Said =
  | { kind: 'update'; from: Connection; bytes: Uint8Array; introduces: boolean; ofWhole: Whole | null }
  | { kind: 'join'; from: Connection; vector: Uint8Array }
  | { kind: 'ask'; from: Connection; counter: number };

/**
 * CO-D50: what one connection said in a turn at a stretch: updates of which each goes on where the one before it ended,
 * no more than what is read at once. It is checked, applied and kept as one.
 */
export type Saying = {
  from: Connection;
  /** Its first place among all that was said. */
  first: number;
  introduces: boolean;
  ofWhole: Whole | null;
  update: Decoded;
  /** The update as it is kept; null where it is to be encoded anew. */
  bytes: Uint8Array | null;
};

type Piece = Pick<Struct, 'id' | 'length'>;
/** An update, and how it came. */
type Read = { update: Decoded; bytes: Uint8Array };
type Open = Omit<Saying, 'update' | 'bytes'> & {
  parts: (Read | TypedRun)[];
  size: number;
  ends: Map<number, number>;
};

/** Whether each client in it goes on, without a gap, where it ended. */
function goesOn(ends: ReadonlyMap<number, number>, pieces: readonly Piece[]): boolean {
  let last: { client: number; end: number } | null = null;
  for (const { id, length } of pieces) {
    const end: number | undefined = last?.client === id.client ? last.end : ends.get(id.client);
    if (end !== undefined && end !== id.clock) return false;
    last = { client: id.client, end: id.clock + length };
  }
  return true;
}

/** @throws UpdateRefused when the bytes are no update */
function read(bytes: Uint8Array): Read | Typed {
  return readTyped(bytes) ?? { update: decodeUpdate(bytes), bytes };
}

function add(open: Open, heard: Read | Typed, pieces: readonly Piece[]): void {
  const last = open.parts.at(-1);
  if ('update' in heard) open.parts.push(heard);
  else if (!(last instanceof TypedRun && last.add(heard))) open.parts.push(new TypedRun(heard));
  open.size += heard.bytes.length;
  for (const { id, length } of pieces) open.ends.set(id.client, id.clock + length);
}

function decoded(part: Read | TypedRun): Read {
  if (!(part instanceof TypedRun)) return part;
  const bytes = part.toBytes();
  return { update: decodeUpdate(bytes), bytes };
}

function close({ parts, size: _size, ends: _ends, ...saying }: Open): Saying {
  const all = parts.map(decoded);
  const [first, second] = all;
  if (first && !second) return { ...saying, ...first };
  return { ...saying, update: joinDecoded(all.map(({ update }) => update)), bytes: null };
}

/** @param refuse called for a connection whose bytes are no update, with what is wrong */
export function sayingsOf(said: readonly Said[], refuse: (from: Connection, error: unknown) => void): Saying[] {
  const all: Open[] = [];
  const latest = new Map<Connection, Open>();
  for (const [at, one] of said.entries()) {
    if (one.kind !== 'update' || one.from.dismissed) continue;
    const { from, bytes, introduces, ofWhole } = one;
    let heard: Read | Typed;
    try {
      heard = read(bytes);
    } catch (error) {
      refuse(from, error);
      continue;
    }
    const pieces = 'update' in heard ? heard.update.structs : [heard];
    let open = latest.get(from);
    const alone = introduces || open?.introduces || ofWhole !== null || open?.ofWhole;
    if (!open || alone || open.size + bytes.length > AT_ONCE_BYTES || !goesOn(open.ends, pieces)) {
      open = { from, first: at, introduces, ofWhole, parts: [], size: 0, ends: new Map() };
      latest.set(from, open);
      all.push(open);
    }
    add(open, heard, pieces);
  }
  return all.flatMap((open) => {
    try {
      return [close(open)];
    } catch (error) {
      refuse(open.from, error);
      return [];
    }
  });
}

/** A saying as one update. Only of one that passed the check: a gap would be lost. */
export const bytesOf = ({ bytes, update }: Saying): Uint8Array => bytes ?? encodeJoined(update);
