import type { Connection } from './connection';
import type { Said } from './sayings';

export type InboxLimits = { turnMax: number; turnBytesMax: number; turnConnectionBytesMax: number };
type Lane = { said: Said[]; bytes: number };

const bytesOf = (said: Said): number => (said.kind === 'update' ? said.bytes.length : 0);

/**
 * What was said in a room and waits for its turn. What one connection said stays in its order; among connections those
 * with little go first, so that nobody who types waits behind somebody else's heap.
 */
export class Inbox {
  private waiting: Said[] = [];
  private bytes = 0;
  private readonly limits: InboxLimits;

  constructor(limits: InboxLimits) {
    this.limits = limits;
  }

  get length(): number {
    return this.waiting.length;
  }

  get hasUpdate(): boolean {
    return this.waiting.some(({ kind }) => kind === 'update');
  }

  put(said: Said): void {
    this.waiting.push(said);
    this.bytes += bytesOf(said);
  }

  /** What was taken and has to wait again, before all that was said after it. */
  putBack(said: readonly Said[]): void {
    this.waiting = [...said, ...this.waiting];
    for (const one of said) this.bytes += bytesOf(one);
  }

  /** Takes as much as one turn may hold the event loop for: everything, unless that is a lot. */
  take(): Said[] {
    const { turnMax, turnConnectionBytesMax } = this.limits;
    const all = this.waiting;
    if (all.length <= turnMax && this.bytes <= turnConnectionBytesMax) {
      this.waiting = [];
      this.bytes = 0;
      return all;
    }
    const taken = new Set(this.share());
    this.waiting = all.filter((said) => !taken.has(said));
    const turn = all.filter((said) => taken.has(said));
    for (const said of turn) this.bytes -= bytesOf(said);
    return turn;
  }

  /** Of each connection's lane the beginning, the shortest lanes first; of the first one at least something. */
  private share(): Said[] {
    const { turnMax, turnBytesMax, turnConnectionBytesMax } = this.limits;
    const lanes = [...this.lanes().values()].sort((one, other) => one.bytes - other.bytes);
    const turn: Said[] = [];
    let bytes = 0;
    for (const lane of lanes) {
      let laneBytes = 0;
      for (const said of lane.said) {
        const more = bytesOf(said);
        laneBytes += more;
        const isTooMuch = bytes + more > turnBytesMax || laneBytes > turnConnectionBytesMax;
        if (turn.length >= turnMax || (isTooMuch && turn.length > 0)) break;
        turn.push(said);
        bytes += more;
      }
    }
    return turn;
  }

  private lanes(): Map<Connection, Lane> {
    const lanes = new Map<Connection, Lane>();
    for (const said of this.waiting) {
      const lane = lanes.get(said.from) ?? { said: [], bytes: 0 };
      lanes.set(said.from, lane);
      lane.said.push(said);
      lane.bytes += bytesOf(said);
    }
    return lanes;
  }
}
