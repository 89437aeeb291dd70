import * as Y from 'yjs';
import type { Connection } from './connection';
import { type Seen, seenUpTo, wordsOf } from './gone-texts.rules';
import { partsOf, rangesOf } from './id-ranges.rules';
import { findLostWords, type LostWords } from './lost-words.rules';
import { PutBack, type PutBackRules } from './put-back.rules';
import type { Saying } from './sayings';
import { structsBetween } from './structs.rules';
import type { Struct } from './update-encode.rules';

/** Like a message, each place in which words are written again, and this much of them. */
const CHARACTERS_PER_COST = 1_024;

/** A change that may take words away that its sender had not seen, which is taken in by itself; and those words (decision 019). */
export class WordsGoAlong {
  private readonly from: Connection;
  private readonly saying: Saying;
  /** What was known when it was made, where it was made without a connection. */
  private readonly vector: Uint8Array | null;
  private lost: readonly LostWords[] = [];

  constructor(saying: Saying) {
    this.from = saying.from;
    this.saying = saying;
    this.vector = saying.introduces ? saying.from.vector : null;
  }

  /**
   * Finds them, before Yjs forgets what was deleted.
   * @param settledOfAll what everybody who has a connection has seen by now
   */
  look(transaction: Y.Transaction, settledOfAll: Seen, authors: ReadonlyMap<number, string>): void {
    const { update, ofWhole } = this.saying;
    const named = ofWhole?.named ?? rangesOf([update.ds.clients]);
    const seen: Seen = (client, clock, length) => partsOf(named, client, clock, length);
    const { personId } = this.from.identity;
    const settled: Seen = (client, clock, length) =>
      authors.get(client) === personId ? [{ length, isIn: true }] : settledOfAll(client, clock, length);
    const live = this.vector && seenUpTo(Y.decodeStateVector(this.vector));
    this.lost = findLostWords(transaction, { seen, live, settled, brought: ofWhole?.brought });
  }

  /**
   * Writes them again, one person's after another's. What nobody is known to have written is of whoever took it away, who
   * pays for all of it as for having said it.
   * @param write has a change made as this person's
   */
  putBack(
    authors: ReadonlyMap<number, string>,
    rules: PutBackRules,
    write: (personId: string, change: () => void) => void,
  ): void {
    if (this.lost.length === 0) return;
    const authorOf = ({ client }: LostWords) => authors.get(client) ?? this.from.identity.personId;
    const words = new PutBack(this.lost, rules);
    const people = [...new Set(this.lost.map(authorOf))];
    const isOf = (personId: string) => (one: LostWords) => authorOf(one) === personId;
    for (const personId of people) {
      write(personId, () => {
        words.writeThose(isOf(personId));
        if (personId === people.at(-1)) words.takeThose(isOf(personId));
      });
    }
    for (const personId of people.slice(0, -1)) write(personId, () => words.takeThose(isOf(personId)));
    const characters = this.lost.reduce((sum, { pieces }) => sum + wordsOf(pieces).length, 0);
    this.from.charge(this.lost.length + Math.ceil(characters / CHARACTERS_PER_COST));
  }
}

/**
 * Whether a change takes away a node that is there, with all that is in it, or takes letters away and brings some: what
 * others wrote between them may have to go along.
 */
export function mayTakeAlong(doc: Y.Doc, { ofWhole, update: { ds, structs } }: Saying): boolean {
  if (ds.clients.size > 0 && (ofWhole !== null || structs.some(bringsWords))) return true;
  for (const [client, ranges] of ds.clients) {
    for (const { clock, len } of ranges) {
      for (const struct of structsBetween(doc, client, clock, clock + len)) if (isNode(struct)) return true;
    }
  }
  return false;
}

const isNode = (struct: Struct): boolean =>
  struct instanceof Y.Item && !struct.deleted && struct.content instanceof Y.ContentType;
const bringsWords = (struct: Struct): boolean => struct instanceof Y.Item && struct.content instanceof Y.ContentString;
