import type * as Y from 'yjs';
import type { Connection } from './connection';
import { type IdRanges, partsOf, rangesOf } from './id-ranges.rules';
import { findLostWords, type LostWords } from './lost-words.rules';
import type { Saying } from './sayings';
import type { Deletes } from './update-encode.rules';
import type { Whole } from './update-slices';

/** Like a message, each place in which words are written again, and this much of them. */
const CHARACTERS_PER_COST = 1_024;

/** What was taken in at once, and the words it took away that its senders had not seen (decision 019). */
export class WordsGoAlong {
  lost: readonly LostWords[] = [];
  private readonly deletes: Deletes[] = [];
  private readonly deleters = new Set<Connection>();
  private whole: Whole | null = null;

  /** It deletes what this says. A slice is taken in alone. */
  add({ from, whole }: Saying, { clients }: Saying['update']['ds']): void {
    this.whole = whole;
    if (clients.size === 0) return;
    this.deletes.push(clients);
    this.deleters.add(from);
  }

  /** Finds them, before Yjs forgets what was deleted. */
  look(transaction: Y.Transaction): void {
    // Most of what is said deletes nothing.
    if (transaction.deleteSet.clients.size === 0) return;
    const named: IdRanges = this.whole?.named ?? rangesOf(this.deletes);
    const seen = (client: number, clock: number, length: number) => partsOf(named, client, clock, length);
    this.lost = findLostWords(transaction, seen, this.whole?.brought);
  }

  /**
   * Those that one person wrote, one person after the other, from the last place to the first, so that the places of
   * those before stay true. What nobody is known to have written is of whoever took it away.
   */
  *byAuthor(authors: ReadonlyMap<number, string>): Generator<{ personId: string; lost: readonly LostWords[] }> {
    const [deleter] = this.deleters;
    const authorOf = ({ client }: LostWords) => authors.get(client) ?? deleter?.identity.personId;
    for (let [from, end] = [this.lost.length, this.lost.length]; end > 0; end = from) {
      const personId = authorOf(this.lost[end - 1] as LostWords);
      while (from > 0 && authorOf(this.lost[from - 1] as LostWords) === personId) from -= 1;
      if (personId !== undefined) yield { personId, lost: this.lost.slice(from, end) };
    }
  }

  /** Whoever takes much away that has to be written again pays for it, as for having said it. */
  charge(): void {
    const characters = this.lost.reduce((sum, { words }) => sum + words.length, 0);
    const cost = this.lost.length + Math.ceil(characters / CHARACTERS_PER_COST);
    if (cost > 0) for (const from of this.deleters) from.charge(cost);
  }
}
