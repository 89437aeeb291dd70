import type { Deletes } from './update-encode.rules';

/** Ids of Yjs structs: of each client from where to where, in pairs that are in order and do not touch. */
export type IdRanges = ReadonlyMap<number, Float64Array>;

/** What is in any of these sets. */
export function rangesOf(sets: readonly Deletes[]): IdRanges {
  const byClient = new Map<number, { clock: number; len: number }[]>();
  for (const set of sets) {
    for (const [client, ranges] of set) {
      const known = byClient.get(client);
      if (known) for (const range of ranges) known.push(range);
      else byClient.set(client, [...ranges]);
    }
  }
  return new Map([...byClient].map(([client, ranges]) => [client, joined(ranges)]));
}

function joined(ranges: { clock: number; len: number }[]): Float64Array {
  const pairs: number[] = [];
  for (const { clock, len } of ranges.sort((one, other) => one.clock - other.clock)) {
    const last = pairs.length - 1;
    if (last > 0 && clock <= (pairs[last] as number)) pairs[last] = Math.max(pairs[last] as number, clock + len);
    else pairs.push(clock, clock + len);
  }
  return Float64Array.from(pairs);
}

/** The first pair that ends behind this clock. */
function firstBehind(pairs: Float64Array, clock: number): number {
  let [low, high] = [0, pairs.length / 2];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((pairs[2 * middle + 1] as number) > clock) high = middle;
    else low = middle + 1;
  }
  return low;
}

export type Part = { length: number; isIn: boolean };

/** So many ids of a client, from one on, by what of them is in these ranges. */
export function partsOf(ranges: IdRanges, client: number, clock: number, length: number): Part[] {
  const pairs = ranges.get(client);
  const parts: Part[] = [];
  const end = clock + length;
  let at = clock;
  for (let pair = pairs ? firstBehind(pairs, clock) : 0; pairs && at < end && 2 * pair < pairs.length; pair += 1) {
    const from = Math.min(Math.max(pairs[2 * pair] as number, at), end);
    const to = Math.min(pairs[2 * pair + 1] as number, end);
    if (from > at) parts.push({ length: from - at, isIn: false });
    if (to > from) parts.push({ length: to - from, isIn: true });
    at = Math.max(from, to);
  }
  if (at < end) parts.push({ length: end - at, isIn: false });
  return parts;
}
