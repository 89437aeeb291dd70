import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { presentOf } from './presence';

/** So long the name stands at the caret of whoever has moved or written. */
const NAMED_MS = 4_000;

type Moved = { movedAt: number; color: string };

/**
 * When colleagues moved their carets or wrote: by what they say of their carets, and by how much they have written. Where
 * a caret is drawn says nothing of it: others who write in front of it shift it.
 */
export class CaretMoves {
  private readonly awareness: Awareness;
  private readonly seen = new Map<number, { sign: string; movedAt: number }>();
  /** Of everybody, for as long as one redraw takes: it asks once for every caret. */
  private people: Map<string, Moved> | null = null;

  constructor(awareness: Awareness) {
    this.awareness = awareness;
  }

  /**
   * For how long the name of a person is still shown, in ms; 0 when it is not. Whoever has only opened the page has not
   * moved: all of them stand at its beginning, with one name on the other.
   */
  namedFor(personId: string, now: number): number {
    const movedAt = this.everybody(now).get(personId)?.movedAt ?? Number.NEGATIVE_INFINITY;
    return Math.max(movedAt + NAMED_MS - now, 0);
  }

  /** In which colour a person is shown; undefined when they are not here. */
  colorOf(personId: string, now: number): string | undefined {
    return this.everybody(now).get(personId)?.color;
  }

  private everybody(now: number): Map<string, Moved> {
    if (this.people) return this.people;
    const people = new Map<string, Moved>();
    for (const [clientId, state] of this.awareness.getStates()) {
      const person = presentOf(state);
      if (!person) continue;
      const before = people.get(person.id)?.movedAt ?? Number.NEGATIVE_INFINITY;
      const movedAt = Math.max(before, this.movedAt(clientId, state.cursor, now));
      people.set(person.id, { movedAt, color: person.color });
    }
    for (const clientId of this.seen.keys()) if (!this.awareness.getStates().has(clientId)) this.seen.delete(clientId);
    queueMicrotask(() => {
      this.people = null;
    });
    this.people = people;
    return people;
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
