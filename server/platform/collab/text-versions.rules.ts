import type * as Y from 'yjs';
import { piecesOf, shareIn } from './alignment.rules';

export type Written = { text: Y.XmlText; words: string };

/** A text of which no more than this share stands in another is no version of it. */
const SHARE_MIN = 0.5;
/** What may be compared for one change, which is done on the event loop: looking a word up costs one. */
const EFFORT_MAX = 200_000;
/** What it costs to have a character searched for, and to have a word told apart from all others of two texts. */
const SEARCH_EFFORT = 1 / 32;
const ALIGN_EFFORT = 32;
/** So many characters are not written twice by chance. */
const PHRASE_CHARACTERS = 8;

/** How often each word stands in a text. */
type Bag = { words: Map<string, number>; characters: number };

function bagOf(text: string): Bag {
  const words = new Map<string, number>();
  let characters = 0;
  for (const piece of piecesOf(text)) {
    const word = piece.trim();
    if (word === '') continue;
    words.set(word, (words.get(word) ?? 0) + 1);
    characters += word.length;
  }
  return { words, characters };
}

/** The share of a text's words that stands in another, in whatever order: never less than `shareIn` says. */
function shareAtMost(one: Bag, other: Bag): number {
  let kept = 0;
  for (const [word, count] of one.words) kept += word.length * Math.min(count, other.words.get(word) ?? 0);
  return one.characters === 0 ? 0 : kept / one.characters;
}

/** Texts that a change wrote, among which later versions of those are found that it took away. */
export class TextVersions {
  /** The shortest first. */
  private readonly written: readonly Written[];
  private readonly taken = new Set<Written>();
  private readonly byWords = new Map<string, Written[]>();
  private readonly bags = new Map<Written, Bag>();
  private effort = 0;

  constructor(written: readonly Written[]) {
    this.written = [...written].sort((one, other) => one.words.length - other.words.length);
    for (const one of written) {
      const same = this.byWords.get(one.words);
      if (same) same.push(one);
      else this.byWords.set(one.words, [one]);
    }
  }

  /**
   * The text in which most of these words stand, if more than half do; the very same before all others. Where a change is
   * so large that comparing would take long, only the very same is found, or one that is about as long.
   */
  find(words: string): Written | null {
    if (words.trim() === '') return null;
    const same = this.byWords.get(words)?.find((one) => !this.taken.has(one));
    if (same) return same;
    const bag = bagOf(words);
    let [best, share]: [Written | null, number] = [null, SHARE_MIN];
    for (const one of this.byLength(words.length)) {
      if (this.taken.has(one)) continue;
      if (share === 1 || !this.spend(bag.words.size)) break;
      if (shareAtMost(bag, this.bagOf(one)) <= share) continue;
      if (!this.spend((bag.words.size + this.bagOf(one).words.size) * ALIGN_EFFORT)) break;
      const found = shareIn(words, one.words);
      if (found > share) [best, share] = [one, found];
    }
    return best;
  }

  /** It has been found to be the version of a text: of no other one. */
  take(one: Written): void {
    this.taken.add(one);
  }

  /** Whether these words stand in some text as they are, and not by chance. */
  has(words: string): boolean {
    if (this.byWords.has(words)) return true;
    if (words.length < PHRASE_CHARACTERS) return false;
    for (const one of this.written) {
      if (!this.spend(one.words.length * SEARCH_EFFORT)) return false;
      if (one.words.includes(words)) return true;
    }
    return false;
  }

  /** The texts, those first that are about so long. */
  private *byLength(length: number): Generator<Written> {
    const { written } = this;
    const first = written.findIndex(({ words }) => words.length >= length);
    let above = first < 0 ? written.length : first;
    let below = above - 1;
    while (below >= 0 || above < written.length) {
      const [shorter, longer] = [written[below], written[above]];
      if (shorter && (!longer || length - shorter.words.length < longer.words.length - length)) {
        below -= 1;
        yield shorter;
      } else if (longer) {
        above += 1;
        yield longer;
      }
    }
  }

  private bagOf(one: Written): Bag {
    const known = this.bags.get(one);
    if (known) return known;
    const bag = bagOf(one.words);
    this.spend(bag.characters);
    this.bags.set(one, bag);
    return bag;
  }

  /** @returns false when too much has been compared already */
  private spend(effort: number): boolean {
    this.effort += effort;
    return this.effort <= EFFORT_MAX;
  }
}
