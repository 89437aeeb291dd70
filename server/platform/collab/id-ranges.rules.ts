import type { Deletes } from './update-encode.rules';

/**
 * Ids of Yjs structs, in three lists, so that many go from thread to thread at once: the clients in order; of each, which
 * pair is its first, and behind the last client how many pairs there are; and pairs of clocks from where to where, in
 * order and apart.
 */
export type IdRanges = { clients: Float64Array; starts: Uint32Array; pairs: Float64Array };

type Range = { clock: number; len: number };

/** What is in any of these sets. */
export function rangesOf(sets: readonly Deletes[]): IdRanges {
  const byClient = new Map<number, Range[]>();
  for (const set of sets) {
    for (const [client, ranges] of set) {
      const known = byClient.get(client);
      if (known) for (const range of ranges) known.push(range);
      else byClient.set(client, [...ranges]);
    }
  }
  const clients = Float64Array.from(byClient.keys()).sort();
  const starts: number[] = [];
  const pairs: number[] = [];
  for (const client of clients) {
    starts.push(pairs.length / 2);
    addJoined(pairs, byClient.get(client) as Range[]);
  }
  starts.push(pairs.length / 2);
  return { clients, starts: Uint32Array.from(starts), pairs: Float64Array.from(pairs) };
}

function addJoined(pairs: number[], ranges: Range[]): void {
  const first = pairs.length;
  for (const { clock, len } of ranges.sort((one, other) => one.clock - other.clock)) {
    const last = pairs.length - 1;
    if (last > first && clock <= (pairs[last] as number)) pairs[last] = Math.max(pairs[last] as number, clock + len);
    else pairs.push(clock, clock + len);
  }
}

/** The first of so many places, from one on, at which this is so; it stays so behind that. */
function firstThat(from: number, end: number, isSo: (at: number) => boolean): number {
  let [low, high] = [from, end];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isSo(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Every pair with its client. */
export function* eachRange({
  clients,
  starts,
  pairs,
}: IdRanges): Generator<[client: number, from: number, end: number]> {
  for (const [at, client] of clients.entries()) {
    for (let pair = starts[at] as number; pair < (starts[at + 1] as number); pair += 1) {
      yield [client, pairs[2 * pair] as number, pairs[2 * pair + 1] as number];
    }
  }
}

export type Part = { length: number; isIn: boolean };

/** So many ids of a client, from one on, by what of them is in these ranges. */
export function partsOf({ clients, starts, pairs }: IdRanges, client: number, clock: number, length: number): Part[] {
  const known = firstThat(0, clients.length, (at) => (clients[at] as number) >= client);
  const isKnown = clients[known] === client;
  const last = isKnown ? (starts[known + 1] as number) : 0;
  const isBehind = (pair: number) => (pairs[2 * pair + 1] as number) > clock;
  const parts: Part[] = [];
  const end = clock + length;
  let at = clock;
  for (
    let pair = isKnown ? firstThat(starts[known] as number, last, isBehind) : last;
    at < end && pair < last;
    pair += 1
  ) {
    const from = Math.min(Math.max(pairs[2 * pair] as number, at), end);
    const to = Math.min(pairs[2 * pair + 1] as number, end);
    if (from > at) parts.push({ length: from - at, isIn: false });
    if (to > from) parts.push({ length: to - from, isIn: true });
    at = Math.max(from, to);
  }
  if (at < end) parts.push({ length: end - at, isIn: false });
  return parts;
}

/** Whether an id is in these ranges. */
export const isIn = (ranges: IdRanges, client: number, clock: number): boolean =>
  partsOf(ranges, client, clock, 1)[0]?.isIn === true;
