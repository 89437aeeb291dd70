/** A stretch of a document's log: what follows on `previousSeq`, up to `lastSeq`, in so many updates. */
export type LogStretch = { previousSeq: bigint; lastSeq: bigint; count: number };
/**
 * With what it changes; null where nothing of it is new to the document. `authors`: whose the Yjs clients are that first
 * wrote in it.
 */
export type KnownStretch = LogStretch & {
  change: Uint8Array | null;
  authors: readonly [client: number, personId: string][];
};
/** The same of several stretches that follow on each other. */
export type NextInLog = { seq: bigint; count: number; changes: Uint8Array[]; authors: KnownStretch['authors'] };

export type AheadLimits = { aheadStretchesMax: number; aheadBytesMax: number };

/** @returns stretches that were committed one after the other, as one; null where somebody else wrote between them */
export function asOneStretch(stretches: readonly LogStretch[]): LogStretch | null {
  const [first, ...others] = stretches;
  if (!first) return null;
  const whole = { ...first };
  for (const { previousSeq, lastSeq, count } of others) {
    if (previousSeq !== whole.lastSeq) return null;
    whole.lastSeq = lastSeq;
    whole.count += count;
  }
  return whole;
}

/**
 * What a room knows of the log beyond its document: stretches before which something is missing, or that wait for the
 * next turn. A document goes on in it as far as one stretch follows on another.
 */
export class Ahead {
  private stretches: KnownStretch[] = [];
  private bytes = 0;
  private readonly limits: AheadLimits;

  constructor(limits: AheadLimits) {
    this.limits = limits;
  }

  /** @returns false when that was too much to keep: all of it is forgotten, and the log has to be read */
  add(stretch: KnownStretch): boolean {
    this.stretches.push(stretch);
    // Of one document the stretches never overlap, so that one order is that of their beginnings and of their ends.
    this.stretches.sort((one, other) => (one.lastSeq < other.lastSeq ? -1 : 1));
    this.bytes += stretch.change?.length ?? 0;
    if (this.stretches.length <= this.limits.aheadStretchesMax && this.bytes <= this.limits.aheadBytesMax) return true;
    this.stretches = [];
    this.bytes = 0;
    return false;
  }

  /** How far a document that ends at `seq` can go on. */
  reach(seq: bigint): bigint {
    let end = seq;
    for (const { previousSeq, lastSeq } of this.stretches) if (previousSeq <= end && lastSeq > end) end = lastSeq;
    return end;
  }

  /** Takes out what a document that ends at `seq` can go on in, and forgets what it has already. */
  take(seq: bigint): NextInLog {
    const end = this.reach(seq);
    const next = this.stretches.filter(({ lastSeq }) => lastSeq > seq && lastSeq <= end);
    this.stretches = this.stretches.filter(({ lastSeq }) => lastSeq > end);
    this.bytes = this.stretches.reduce((sum, { change }) => sum + (change?.length ?? 0), 0);
    const changes = next.flatMap(({ change }) => (change ? [change] : []));
    const count = next.reduce((sum, one) => sum + one.count, 0);
    return { seq: end, count, changes, authors: next.flatMap(({ authors }) => authors) };
  }
}
