import type { Contribution, Stretch } from './sessions';

/** What was written between two short pauses of a session. It is named by its first update, and its end is a version. */
export type Moment = Stretch;

/**
 * What was written, dealt out to the spans that it lies in: each is looked at once. Both are in the order of their numbers,
 * and the spans do not overlap; what lies in none is left out.
 */
export function dealt<Item>(
  items: readonly Item[],
  spans: readonly Pick<Stretch, 'firstSeq' | 'lastSeq'>[],
  seqOf: (item: Item) => bigint,
): Item[][] {
  const hands: Item[][] = spans.map(() => []);
  let at = 0;
  for (const item of items) {
    const seq = seqOf(item);
    while (at < spans.length && seq > (spans[at]?.lastSeq ?? 0n)) at += 1;
    if (seq >= (spans[at]?.firstSeq ?? seq + 1n)) hands[at]?.push(item);
  }
  return hands;
}

function together(one: Contribution, other: Contribution): Contribution {
  return {
    ...one,
    firstAt: one.firstAt < other.firstAt ? one.firstAt : other.firstAt,
    lastAt: one.lastAt > other.lastAt ? one.lastAt : other.lastAt,
    updates: one.updates + other.updates,
  };
}

function joined(one: Moment, next: Moment): Moment {
  const contributions = new Map(one.contributions.map((own) => [own.personId, own]));
  for (const own of next.contributions) {
    const had = contributions.get(own.personId);
    contributions.set(own.personId, had ? together(had, own) : own);
  }
  return {
    firstSeq: one.firstSeq,
    lastSeq: next.lastSeq,
    startedAt: one.startedAt < next.startedAt ? one.startedAt : next.startedAt,
    endedAt: one.endedAt > next.endedAt ? one.endedAt : next.endedAt,
    contributions: [...contributions.values()],
  };
}

const lastsMs = (one: Moment, next: Moment): number => next.endedAt.getTime() - one.startedAt.getTime();

/**
 * CO-V51: at most so many moments: two neighbours that are shortest together become one until they are. What is left
 * begins where a moment began, so that its name stays.
 * @param moments the first one first
 */
export function thinned(moments: readonly Moment[], max: number): Moment[] {
  const kept = [...moments];
  while (kept.length > max && kept.length > 1) {
    let shortest = 0;
    let shortestMs = Number.POSITIVE_INFINITY;
    for (const [index, moment] of kept.slice(0, -1).entries()) {
      const ms = lastsMs(moment, kept[index + 1] as Moment);
      if (ms < shortestMs) [shortest, shortestMs] = [index, ms];
    }
    kept.splice(shortest, 2, joined(kept[shortest] as Moment, kept[shortest + 1] as Moment));
  }
  return kept;
}
