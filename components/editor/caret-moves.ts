import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { presentOf } from './presence';

/** So long the name stands at the caret of whoever has moved or written. */
const NAMED_MS = 4_000;

/**
 * When colleagues moved their carets or wrote: by what they say of their carets, and by how much they have written. Where
 * a caret is drawn says nothing of it: others who write in front of it shift it.
 */
export class CaretMoves {
  private readonly awareness: Awareness;
  private readonly seen = new Map<number, { sign: string; movedAt: number }>();

  constructor(awareness: Awareness) {
    this.awareness = awareness;
  }

  /**
   * For how long the name of a person is still shown, in ms; 0 when it is not. Whoever has only opened the page has not
   * moved: all of them stand at its beginning, with one name on the other.
   */
  namedFor(personId: string, now: number): number {
    let movedAt = Number.NEGATIVE_INFINITY;
    for (const [clientId, state] of this.awareness.getStates())
      if (presentOf(state)?.id === personId) movedAt = Math.max(movedAt, this.movedAt(clientId, state.cursor, now));
    return Math.max(movedAt + NAMED_MS - now, 0);
  }

  private movedAt(clientId: number, cursor: unknown, now: number): number {
    const before = this.seen.get(clientId);
    // Whoever is in another window has no caret, and comes back to where it was.
    if (!cursor) return before?.movedAt ?? Number.NEGATIVE_INFINITY;
    const sign = JSON.stringify([cursor, Y.getState(this.awareness.doc.store, clientId)]);
    if (before?.sign === sign) return before.movedAt;
    const movedAt = before ? now : Number.NEGATIVE_INFINITY;
    this.seen.set(clientId, { sign, movedAt });
    return movedAt;
  }
}
