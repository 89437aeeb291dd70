import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { SECOND_MS } from '../clock';
import type { Task } from '../worker/task';
import { type Decoded, decodeUpdate, type Struct, UpdateRefused } from './update-check';

/** What a slice holds: Yjs takes some ten milliseconds to read, check and apply as much. */
export const SLICE_STRUCTS_MAX = 4_000;
/** Bytes of an update that is read at once. */
export const AT_ONCE_BYTES = 64 * 1_024;

type Run = { client: number; structs: Struct[] };

/** The structs of an update in an order in which each comes after those of the same update that it refers to. */
function runsInOrder(structs: readonly Struct[]): Run[] {
  const sections = new Map<number, { structs: Struct[]; at: number; end: number }>();
  for (const struct of structs) {
    const { client, clock } = struct.id;
    const section = sections.get(client) ?? { structs: [], at: 0, end: 0 };
    sections.set(client, section);
    section.structs.push(struct);
    section.end = clock + struct.length;
  }
  const waitsFor = (id: unknown, of: Struct): boolean => {
    if (!(id instanceof Y.ID) || id.client === of.id.client) return false;
    const other = sections.get(id.client);
    const next = other?.structs[other.at];
    return other !== undefined && next !== undefined && id.clock >= next.id.clock && id.clock < other.end;
  };
  const waits = (struct: Struct): boolean =>
    struct instanceof Y.Item &&
    (waitsFor(struct.origin, struct) || waitsFor(struct.rightOrigin, struct) || waitsFor(struct.parent, struct));
  const runs: Run[] = [];
  for (let left = sections.size; left > 0; ) {
    let moved = false;
    for (const [client, section] of sections) {
      const from = section.at;
      if (from === section.structs.length) continue;
      for (let next = section.structs[from]; next && !waits(next); next = section.structs[section.at]) section.at += 1;
      if (section.at === from) continue;
      moved = true;
      runs.push({ client, structs: section.structs.slice(from, section.at) });
      if (section.at === section.structs.length) left -= 1;
    }
    if (!moved) throw new UpdateRefused('gap', 'structs that refer to one another');
  }
  return runs;
}

function encodeRun({ client, structs }: Run): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  const rest = encoder.restEncoder;
  encoding.writeVarUint(rest, 1);
  encoding.writeVarUint(rest, structs.length);
  encoder.writeClient(client);
  encoding.writeVarUint(rest, structs[0]?.id.clock ?? 0);
  for (const struct of structs) (struct as Y.Item).write(encoder, 0);
  encoding.writeVarUint(rest, 0);
  return encoder.toUint8Array();
}

function encodeDeletes(client: number, ranges: readonly { clock: number; len: number }[]): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const value of [0, 1, client, ranges.length]) encoding.writeVarUint(encoder, value);
  for (const { clock, len } of ranges) {
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarUint(encoder, len);
  }
  return encoding.toUint8Array(encoder);
}

function* chunks<Item>(items: readonly Item[], length: number): Generator<Item[]> {
  for (let at = 0; at < items.length; at += length) yield items.slice(at, at + length);
}

function slicesOf({ structs, ds }: Decoded): Uint8Array[] {
  const slices: Uint8Array[] = [];
  for (const { client, structs: run } of runsInOrder(structs)) {
    for (const part of chunks(run, SLICE_STRUCTS_MAX)) slices.push(encodeRun({ client, structs: part }));
  }
  for (const [client, ranges] of ds.clients) {
    for (const part of chunks(ranges, SLICE_STRUCTS_MAX)) slices.push(encodeDeletes(client, part));
  }
  return slices;
}

/**
 * Cuts an update into updates that do the same one after the other, each of which is applied in some ten milliseconds.
 * @returns null when the bytes are not an update
 */
export function sliceUpdate(bytes: Uint8Array): Uint8Array[] | null {
  try {
    return slicesOf(decodeUpdate(bytes));
  } catch (error) {
    if (error instanceof UpdateRefused) return null;
    throw error;
  }
}

/** `sliceUpdate` beside the event loop. */
export const SLICE_UPDATE: Task<Uint8Array, Uint8Array[] | null> = {
  name: 'slice-update',
  run: sliceUpdate,
  isShort: (bytes) => bytes.length <= AT_ONCE_BYTES,
  deadlineMs: 20 * SECOND_MS,
};
