import type { Connection } from './connection';
import { encodeJoined, joinDecoded } from './join-update';
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
  parts: Uint8Array[];
  update: Decoded;
};

type Open = Omit<Saying, 'update'> & { updates: Decoded[]; bytes: number; ends: Map<number, number> };

/** Whether each client in it goes on, without a gap, where it ended. */
function goesOn(ends: ReadonlyMap<number, number>, structs: readonly Struct[]): boolean {
  let last: { client: number; end: number } | null = null;
  for (const { id, length } of structs) {
    const end: number | undefined = last?.client === id.client ? last.end : ends.get(id.client);
    if (end !== undefined && end !== id.clock) return false;
    last = { client: id.client, end: id.clock + length };
  }
  return true;
}

function close({ updates, bytes: _bytes, ends: _ends, ...saying }: Open): Saying {
  const [first, second] = updates;
  return { ...saying, update: first && !second ? first : joinDecoded(updates) };
}

/** @param refuse called for a connection whose bytes are no update, with what is wrong */
export function sayingsOf(said: readonly Said[], refuse: (from: Connection, error: unknown) => void): Saying[] {
  const all: Open[] = [];
  const latest = new Map<Connection, Open>();
  for (const [at, one] of said.entries()) {
    if (one.kind !== 'update' || one.from.dismissed) continue;
    const { from, bytes, introduces, ofWhole } = one;
    let update: Decoded;
    try {
      update = decodeUpdate(bytes);
    } catch (error) {
      refuse(from, error);
      continue;
    }
    let open = latest.get(from);
    const alone = introduces || open?.introduces || ofWhole !== null || open?.ofWhole;
    if (!open || alone || open.bytes + bytes.length > AT_ONCE_BYTES || !goesOn(open.ends, update.structs)) {
      open = { from, first: at, introduces, ofWhole, parts: [], updates: [], bytes: 0, ends: new Map() };
      latest.set(from, open);
      all.push(open);
    }
    open.parts.push(bytes);
    open.updates.push(update);
    open.bytes += bytes.length;
    for (const { id, length } of update.structs) open.ends.set(id.client, id.clock + length);
  }
  return all.map(close);
}

/** A saying as one update. Only of one that passed the check: a gap would be lost. */
export function bytesOf({ parts, update }: Saying): Uint8Array {
  const [first, second] = parts;
  return first && !second ? first : encodeJoined(update);
}
