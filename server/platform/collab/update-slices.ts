import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import { SECOND_MS } from '../clock';
import { KenningError } from '../errors';
import { runBeside, type Task } from '../worker/task';
import { type IdRanges, rangesOf } from './id-ranges.rules';
import type { CloseReason } from './protocol.schema';
import { CLOSED_AS, type ContentRules, checkContents, decodeUpdate, UpdateRefused } from './update-contents';
import { type Decoded, encodeUpdate, type Struct } from './update-encode.rules';

/** What a slice holds: Yjs takes some ten milliseconds to read, check and apply as much. */
const SLICE_STRUCTS_MAX = 4_000;
/** Deletes: some thirty milliseconds at most, mostly of what is deleted already. */
export const SLICE_DELETES_MAX = 10_000;
/** Bytes of an update that is read at once. */
export const AT_ONCE_BYTES = 64 * 1_024;

/** The structs of an update in an order in which each comes after those of the same update that it refers to. */
function runsInOrder(structs: readonly Struct[]): Struct[][] {
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
  const runs: Struct[][] = [];
  for (let left = sections.size; left > 0; ) {
    let moved = false;
    for (const section of sections.values()) {
      const from = section.at;
      if (from === section.structs.length) continue;
      for (let next = section.structs[from]; next && !waits(next); next = section.structs[section.at]) section.at += 1;
      if (section.at === from) continue;
      moved = true;
      runs.push(section.structs.slice(from, section.at));
      if (section.at === section.structs.length) left -= 1;
    }
    if (!moved) throw new UpdateRefused('gap', 'structs that refer to one another');
  }
  return runs;
}

function* chunks<Item>(items: readonly Item[], length: number): Generator<Item[]> {
  for (let at = 0; at < items.length; at += length) yield items.slice(at, at + length);
}

/** The deletes last, since they may be of what comes with them; of all clients together, as a change made them. */
function slicesOf({ structs, ds }: Decoded): Uint8Array[] {
  const slices: Uint8Array[] = [];
  for (const run of runsInOrder(structs)) {
    for (const part of chunks(run, SLICE_STRUCTS_MAX)) slices.push(encodeUpdate([part], new Map()));
  }
  const deletes = [...ds.clients].flatMap(([client, ranges]) => ranges.map((range) => ({ client, range })));
  for (const part of chunks(deletes, SLICE_DELETES_MAX)) {
    const byClient = new Map<number, (typeof part)[number]['range'][]>();
    for (const { client, range } of part) {
      const own = byClient.get(client);
      if (own) own.push(range);
      else byClient.set(client, [range]);
    }
    slices.push(encodeUpdate([], byClient));
  }
  return slices;
}

/** What a whole update says of which its slices are parts. */
export type Whole = {
  /** What it deletes. */
  named: IdRanges;
  /** What it brings. */
  brought: IdRanges;
  /** The memory of this. */
  heldBytes: number;
};

const bytesOf = ({ clients, starts, pairs }: IdRanges): number =>
  clients.byteLength + starts.byteLength + pairs.byteLength;

function wholeOf({ structs, ds }: Decoded): Whole {
  const brought = new Map<number, { clock: number; len: number }[]>();
  for (const { id, length } of structs) {
    const own = brought.get(id.client) ?? [];
    brought.set(id.client, own);
    own.push({ clock: id.clock, len: length });
  }
  const whole = { named: rangesOf([ds.clients]), brought: rangesOf([brought]) };
  return { ...whole, heldBytes: bytesOf(whole.named) + bytesOf(whole.brought) };
}

/** Of what is cut: of how many structs and how many ranges of deletes no more may be. */
type ToSlice = { bytes: Uint8Array; structsMax: number };
export type Sliced = { slices: Uint8Array[]; whole: Whole };
/** Why it may not be taken. */
export type NotSliced = { reason: CloseReason; what: string };

/**
 * Cuts an update into updates that do the same one after the other, each of which is applied in some ten milliseconds.
 * @param rules what it may bring; anything where there are none
 * @returns why not, where the bytes are no update, or have more or other than may be
 */
export function sliceUpdate({ bytes, structsMax }: ToSlice, rules: ContentRules | null = null): Sliced | NotSliced {
  try {
    const update = decodeUpdate(bytes);
    // No document has more that could be deleted than it has structs.
    const deletes = [...update.ds.clients.values()].reduce((sum, ranges) => sum + ranges.length, 0);
    if (Math.max(update.structs.length, deletes) > structsMax) return { reason: 'documentFull', what: 'structs' };
    if (rules) checkContents(update, rules);
    return { slices: slicesOf(update), whole: wholeOf(update) };
  } catch (error) {
    if (error instanceof UpdateRefused) return { reason: CLOSED_AS[error.fault], what: error.message };
    throw error;
  }
}

const BESIDE = {
  isShort: ({ bytes }: ToSlice) => bytes.length <= AT_ONCE_BYTES,
  deadlineMs: 20 * SECOND_MS,
  isUrgent: true,
};

/** `sliceUpdate` beside the event loop, for what is known to be sound: a document of ours. */
export const SLICE_UPDATE: Task<ToSlice, Sliced | NotSliced> = {
  ...BESIDE,
  name: 'slice-update',
  run: (input) => sliceUpdate(input),
};

/** The same for what comes from outside: what it brings is checked there as a whole, before any of it is taken. */
export const checkAndSlice = (rules: ContentRules): Task<ToSlice, Sliced | NotSliced> => ({
  ...BESIDE,
  name: 'check-and-slice-update',
  run: (input) => sliceUpdate(input, rules),
});

/** How many structs of its first client an update says it has, without reading them; 0 where it is none. */
function announcedStructs(bytes: Uint8Array): number {
  const decoder = decoding.createDecoder(bytes);
  try {
    return decoding.readVarUint(decoder) === 0 ? 0 : decoding.readVarUint(decoder);
  } catch {
    return 0;
  }
}

/** Cuts an update that comes from outside. @returns why not, where it may not be taken as a whole */
export async function slicesWithin(
  bytes: Uint8Array,
  { structsMax, rules }: { structsMax: number; rules: ContentRules },
): Promise<Sliced | NotSliced> {
  try {
    // Of what says itself that it is too much nothing is read.
    if (announcedStructs(bytes) > structsMax) return { reason: 'documentFull', what: 'announced structs' };
    return await runBeside(checkAndSlice(rules), { bytes, structsMax });
  } catch (error) {
    // It takes more memory than the thread has.
    if (error instanceof KenningError && error.code === 'too_large') {
      return { reason: 'updateTooLarge', what: 'memory' };
    }
    throw error;
  }
}
