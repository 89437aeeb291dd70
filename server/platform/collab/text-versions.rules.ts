import type * as Y from 'yjs';
import { align, endsAlike, piecesOf, shareIn } from './alignment.rules';

/**
 * What a change wrote into a text. `words`: from the first letter it wrote to the last one, which begin `start` letters
 * into `all` that is in the text. `isNew`: the text came with the change.
 */
export type Written = { text: Y.XmlText; all: string; words: string; start: number; isNew: boolean };

/** Between the parts of a text that was parted. */
export const PARTED = '\n';

/** The words of a later version of a text, part by part. */
export const wordsOfVersion = (version: readonly Written[]): string => version.map((part) => part.words).join(PARTED);

/** A text of which no more than this share stands in another is no version of it. */
export const SHARE_MIN = 0.5;
/** What may be compared for one change, which is done on the event loop: looking a word up costs one. */
const EFFORT_MAX = 200_000;
/** What it costs to have a character searched for, and to have a word told apart from all others of two texts. */
const SEARCH_EFFORT = 1 / 32;
const ALIGN_EFFORT = 8;

/** So many letters are not written by chance into a text that was there. */
export const SURE_CHARACTERS = 4;

/** How often each word stands in a text. */
type Bag = { words: Map<string, number>; count: number; characters: number };

function bagOf(text: string): Bag {
  const bag: Bag = { words: new Map(), count: 0, characters: 0 };
  for (const piece of piecesOf(text)) {
    const word = piece.trim();
    if (word === '') continue;
    bag.words.set(word, (bag.words.get(word) ?? 0) + 1);
    bag.count += 1;
    bag.characters += word.length;
  }
  return bag;
}

/** The share of a text's words that stands in another, in whatever order: never less than `shareIn` says. */
function shareAtMost(one: Bag, other: Bag): number {
  let kept = 0;
  for (const [word, count] of one.words) kept += word.length * Math.min(count, other.words.get(word) ?? 0);
  return one.characters === 0 ? 0 : kept / one.characters;
}

/** A text with one blank before and behind each of its words. */
const spacedOut = (text: string): string => ` ${text.split(/\s+/).filter(Boolean).join(' ')} `;

/** Whether one text is another one with something put in. */
function hasPutIn(words: string, longer: string): boolean {
  if (longer.length <= words.length) return false;
  const { before, after } = endsAlike(words, longer);
  return before + after === words.length;
}

/** What a change wrote, among which later versions are found of texts that it took away. */
export class TextVersions {
  /** The shortest first. */
  private readonly written: Written[];
  /** The last first. */
  private readonly byWords = new Map<string, Written[]>();
  private readonly bags = new Map<Written, Bag>();
  private readonly taken = new Set<Written>();
  private effort = 0;

  constructor(written: readonly Written[]) {
    this.written = [...written].sort((one, other) => one.words.length - other.words.length);
    for (const one of written.toReversed()) {
      const same = this.byWords.get(one.words);
      if (same) same.push(one);
      else this.byWords.set(one.words, [one]);
    }
  }

  /**
   * Takes the texts in which these words stand now, in their order: the very same before all others; otherwise the one in
   * which most of them stand, if more than half do, and those of which more than half is of them. A text that was taken for
   * other words is found only where there is no other one. Where a change is so large that comparing would take long, only
   * the very same is found, or one that is about as long.
   */
  take(words: string): Written[] {
    if (words.trim() === '') return [];
    const same = this.takeSame(words);
    if (same) return [same];
    const bag = bagOf(words);
    const found = this.closest(words, bag, false);
    const parts = found?.share === 1 ? [found.one] : this.partsOf(words, bag, found?.one);
    if (parts.length === 0) {
      const other = this.withMore(words) ?? this.closest(words, bag, true)?.one;
      if (other) parts.push(other);
    }
    for (const one of parts) this.taken.add(one);
    return parts;
  }

  /** Takes the first text that is the very same. */
  takeSame(words: string): Written | null {
    const same = this.byWords.get(words) ?? [];
    for (let one = same.pop(); one; one = same.pop()) {
      if (this.taken.has(one)) continue;
      this.taken.add(one);
      return one;
    }
    return null;
  }

  /** Takes the text that came with the change, if there is no other. */
  takeOnly(): Written[] {
    const [only, another] = this.written.filter(({ isNew, words }) => isNew && words.trim() !== '');
    if (!only || another || this.taken.has(only)) return [];
    this.taken.add(only);
    return [only];
  }

  /** Whether these words stand by one another in a text that came with the change and is no version that was taken. */
  isIn(words: string): boolean {
    const asked = spacedOut(words);
    for (const one of this.written) {
      if (!one.isNew || this.taken.has(one)) continue;
      if (!this.spend(1 + one.words.length * SEARCH_EFFORT)) return false;
      if (spacedOut(one.words).includes(asked)) return true;
    }
    return false;
  }

  /** What is these words with something put in: a letter makes another word. */
  private withMore(words: string): Written | null {
    for (const one of this.byLength(words.length)) {
      if (!this.spend(1 + words.length * SEARCH_EFFORT)) return null;
      const isSure = one.isNew || words.length >= SURE_CHARACTERS;
      if (isSure && !this.taken.has(one) && hasPutIn(words, one.words)) return one;
    }
    return null;
  }

  private closest(words: string, bag: Bag, isTaken: boolean): { one: Written; share: number } | null {
    let best: { one: Written; share: number } | null = null;
    for (const one of this.byLength(words.length)) {
      const least: number = best?.share ?? SHARE_MIN;
      if (least === 1 || !this.spend(1 + bag.words.size)) break;
      if (this.taken.has(one) !== isTaken || shareAtMost(bag, this.bagOf(one)) <= least) continue;
      if (!this.spend((bag.count + this.bagOf(one).count) * ALIGN_EFFORT)) break;
      const share = shareIn(words, one.words);
      if (share > least) best = { one, share };
    }
    return best;
  }

  /** Into what these words were parted: texts that are mostly of them, and the one that has most of them. */
  private partsOf(words: string, bag: Bag, most: Written | undefined): Written[] {
    const endOf = (one: Written) => align(one.words, words).places.at(-1) ?? 0;
    const parts = most ? [{ one: most, at: endOf(most) }] : [];
    for (const one of this.byLength(words.length)) {
      if (!this.spend(1)) break;
      if (one === most || one.words.trim() === '' || this.taken.has(one)) continue;
      const own = this.bagOf(one);
      if (shareAtMost(own, bag) <= SHARE_MIN) continue;
      if (!this.spend((bag.count + own.count) * ALIGN_EFFORT)) break;
      if (shareIn(one.words, words) > SHARE_MIN) parts.push({ one, at: endOf(one) });
    }
    return parts.sort((one, other) => one.at - other.at).map(({ one }) => one);
  }

  /** All, those first that are about so long. */
  private *byLength(length: number): Generator<Written> {
    const { written } = this;
    let [below, above] = [0, written.length];
    while (below < above) {
      const middle = (below + above) >>> 1;
      if ((written[middle] as Written).words.length < length) below = middle + 1;
      else above = middle;
    }
    below -= 1;
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
