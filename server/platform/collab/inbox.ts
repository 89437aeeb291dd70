import type { Connection } from './connection';
import { PIECE_BYTES } from './holdings';
import type { Said } from './sayings';

export type InboxLimits = {
  turnMax: number;
  turnBytesMax: number;
  turnConnectionBytesMax: number;
  inboxMax: number;
  inboxConnectionBytesMax: number;
};
type Lane = { count: number; bytes: number };

function bytesOf(said: Said): number {
  if (said.kind === 'ask') return 0;
  return said.kind === 'update' ? said.bytes.length : said.vector.length;
}

/**
 * What was said in a room and waits for its turn. What one connection said stays in its order. Among connections those
 * with little go first, so that nobody who types waits behind somebody else's heap; and whoever has waited longest gets on
 * in every turn, so that no heap waits for ever.
 */
export class Inbox {
  private waiting: Said[] = [];
  private bytes = 0;
  private readonly lanes = new Map<Connection, Lane>();
  private readonly limits: InboxLimits;
  private readonly onHeld: (from: Connection, bytes: number) => void;

  /** @param onHeld told of every change in how much of a connection's is held here; it may be forgotten for that at once */
  constructor(limits: InboxLimits, onHeld: (from: Connection, bytes: number) => void = () => undefined) {
    this.limits = limits;
    this.onHeld = onHeld;
  }

  get length(): number {
    return this.waiting.length;
  }

  get hasUpdate(): boolean {
    return this.waiting.some(({ kind }) => kind === 'update');
  }

  /** @returns the connection that has said more than can wait: this one, or the one with most of what waits */
  put(said: Said): Connection | null {
    const bytes = (this.lanes.get(said.from)?.bytes ?? 0) + bytesOf(said);
    if (bytes > this.limits.inboxConnectionBytesMax) return said.from;
    this.waiting.push(said);
    this.onHeld(said.from, this.count(said, 1));
    if (this.waiting.length <= this.limits.inboxMax) return null;
    const [most] = [...this.lanes].sort(([, one], [, other]) => other.count - one.count);
    return most?.[0] ?? null;
  }

  /** What was taken and has to wait again, before all that was said after it. */
  putBack(said: readonly Said[]): void {
    this.waiting = [...said, ...this.waiting];
    this.countAll(said, 1);
  }

  /** Drops what a connection said. */
  forget(from: Connection): void {
    if (this.lanes.has(from)) this.keep((said) => said.from !== from);
  }

  clear(): void {
    this.keep(() => false);
  }

  /** Takes as much as one turn may hold the event loop for: everything, unless that is a lot. */
  take(): Said[] {
    const { turnMax, turnConnectionBytesMax } = this.limits;
    if (this.waiting.length <= turnMax && this.bytes <= turnConnectionBytesMax) return this.keep(() => false);
    const turn = this.share();
    return this.keep((said) => !turn.has(said));
  }

  /** @returns what is not kept */
  private keep(stays: (said: Said) => boolean): Said[] {
    const gone: Said[] = [];
    const kept: Said[] = [];
    for (const said of this.waiting) (stays(said) ? kept : gone).push(said);
    this.waiting = kept;
    this.countAll(gone, -1);
    return gone;
  }

  private countAll(said: readonly Said[], sign: 1 | -1): void {
    const held = new Map<Connection, number>();
    for (const one of said) held.set(one.from, (held.get(one.from) ?? 0) + this.count(one, sign));
    // Only now: whoever hears of it may have some of them forgotten.
    for (const [from, bytes] of held) this.onHeld(from, bytes);
  }

  /** @returns how much more is held for its connection */
  private count(said: Said, sign: 1 | -1): number {
    const bytes = sign * bytesOf(said);
    const lane = this.lanes.get(said.from) ?? { count: 0, bytes: 0 };
    lane.count += sign;
    lane.bytes += bytes;
    if (lane.count > 0) this.lanes.set(said.from, lane);
    else this.lanes.delete(said.from);
    this.bytes += bytes;
    const beside = said.kind === 'update' && said.whole ? said.whole.heldBytes : 0;
    return bytes + sign * (PIECE_BYTES + beside);
  }

  /** What has waited longest, whatever its size, and then of each lane the beginning, the shortest lanes first. */
  private share(): Set<Said> {
    const { turnMax, turnBytesMax, turnConnectionBytesMax } = this.limits;
    const [first] = this.waiting;
    const turn = new Set<Said>(first ? [first] : []);
    let bytes = first ? bytesOf(first) : 0;
    for (const lane of this.sortedLanes()) {
      let laneBytes = 0;
      for (const said of lane) {
        const more = bytesOf(said);
        laneBytes += more;
        if (turn.has(said)) continue;
        if (turn.size >= turnMax || bytes + more > turnBytesMax || laneBytes > turnConnectionBytesMax) break;
        turn.add(said);
        bytes += more;
      }
    }
    return turn;
  }

  private sortedLanes(): Said[][] {
    const said = new Map<Connection, Said[]>();
    for (const one of this.waiting) {
      const lane = said.get(one.from);
      if (lane) lane.push(one);
      else said.set(one.from, [one]);
    }
    const bytes = (from: Connection) => this.lanes.get(from)?.bytes ?? 0;
    return [...said].sort(([one], [other]) => bytes(one) - bytes(other)).map(([, lane]) => lane);
  }
}
