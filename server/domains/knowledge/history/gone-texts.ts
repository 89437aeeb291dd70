import { diffArrays } from 'diff';
import type { Author } from './carried';

/** Text that stood together before it went, and who wrote each of its characters. */
export type GoneText = { text: string; authors: (Author | null)[] };
/** Text that goes in the same change as other comes. `rank`: when it was last written, among what the change wrote. */
export type GoesText = { text: string; rank: number; authors: () => (Author | null)[] };

/** Text that went is found again by so many words after one another. */
const WINDOW_WORDS = 4;
/** So many words are the same by no chance; fewer have to be all of what comes or all of what went. */
const SAME_WORDS_MIN = 8;
/** What comes with so much of the words of what goes is that text, changed. */
const ALIKE = 0.5;
const SHARED_WORDS_MIN = 2;
const WORD_EDITS_MAX = 600;
/** Two may turn the same block, of which one was away: so many texts that went are looked through for what they were. */
const LATELY_MAX = 20;
/** A text that was rewritten over and over is remembered up to here. */
const WINDOWS_MAX = 300_000;
/** A single word is brought back where it is so much of what is gone from its place; else it may be there by chance. */
const WORD_SHARE_MIN = 0.3;

/** Scripts that are written without spaces count by the character. */
const WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}\p{N}]+/gu;
const ONE_WORD = /^[^\p{L}\p{M}\p{N}]*([\p{L}\p{M}\p{N}]+)[^\p{L}\p{M}\p{N}]*$/u;
const INSIDE_WORD = /^[\p{L}\p{M}\p{N}]{2}$/u;

type Word = { word: string; at: number };
const wordsOf = (text: string): Word[] => [...text.matchAll(WORD)].map(({ 0: word, index: at }) => ({ word, at }));

const windowAt = (words: readonly Word[], from: number): string | null =>
  from + WINDOW_WORDS > words.length
    ? null
    : words
        .slice(from, from + WINDOW_WORDS)
        .map(({ word }) => word)
        .join(' ');

/** Where all of a text stands in another, between words. */
function placeIn(text: string, wanted: string): number {
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
    const end = at + wanted.length;
    const isCut = INSIDE_WORD.test(text.slice(at - 1, at + 1)) || INSIDE_WORD.test(text.slice(end - 1, end + 1));
    if (!isCut) return at;
  }
  return -1;
}

/** Whether a text stands in what is gone from its place, and where. */
function placeNear(near: string, whole: string): number {
  const words = wordsOf(whole).length;
  const isChance = words === 0 || (words === 1 && whole.length < near.trim().length * WORD_SHARE_MIN);
  return isChance ? -1 : placeIn(near, whole);
}

const pairsOf = (words: readonly Word[]): string[] =>
  words.slice(1).map(({ word }, index) => `${words[index]?.word} ${word}`);

function isAlike(words: readonly Word[], text: string): boolean {
  const others = wordsOf(text);
  const known = new Set(others.map(({ word }) => word));
  const shared = words.filter(({ word }) => known.has(word)).length;
  return shared >= SHARED_WORDS_MIN && shared >= Math.min(words.length, others.length) * ALIKE;
}

const NOTHING: GoesText = { text: '', rank: 0, authors: () => [] };

type Point = { text: string; at: number };

/** How much of two texts is the same around a place of each. @param done not before this */
function sameAround(one: Point, other: Point, done = 0): { from: number; at: number; chars: number } {
  let [from, at] = [one.at, other.at];
  while (from > done && at > 0 && one.text[from - 1] === other.text[at - 1]) [from, at] = [from - 1, at - 1];
  let chars = one.at - from;
  while (
    from + chars < one.text.length &&
    at + chars < other.text.length &&
    one.text[from + chars] === other.text[at + chars]
  )
    chars += 1;
  return { from, at, chars };
}

type Take = (from: number, authors: readonly (Author | null)[], at: number, chars: number) => void;

const into =
  (found: (Author | null)[]): Take =>
  (from, authors, at, chars) => {
    for (let index = 0; index < chars; index += 1) found[from + index] = authors[at + index] ?? null;
  };

/** What went from a document, to be known again when it comes back. */
export class GoneTexts {
  private readonly windows = new Map<string, { gone: GoneText; at: number }>();
  private now: readonly GoesText[] = [];
  private last: readonly GoneText[] = [];
  private readonly byPair = new Map<string, Set<GoesText>>();
  private readonly byText = new Map<string, GoesText>();
  private readonly byWord = new Map<string, GoesText>();

  /** What goes in a change. */
  begin(goes: readonly GoesText[]): void {
    this.now = goes.filter(({ text }) => text.trim() !== '').sort((one, other) => one.rank - other.rank);
    this.byPair.clear();
    this.byText.clear();
    this.byWord.clear();
    for (const one of this.now) {
      const whole = one.text.trim();
      if (!this.byText.has(whole)) this.byText.set(whole, one);
      const words = wordsOf(one.text);
      for (const { word } of words) if (!this.byWord.has(word)) this.byWord.set(word, one);
      for (const pair of pairsOf(words)) {
        const some = this.byPair.get(pair) ?? new Set();
        this.byPair.set(pair, some.add(one));
      }
    }
  }

  /** It has gone. */
  end(): void {
    for (const { text, authors } of this.now) {
      const gone = { text, authors: authors() };
      this.remember(gone);
      if (wordsOf(text).length >= SHARED_WORDS_MIN) this.last = [gone, ...this.last.slice(0, LATELY_MAX - 1)];
    }
    this.now = [];
  }

  private lately(words: readonly Word[]): GoesText | null {
    if (words.length < SHARED_WORDS_MIN) return null;
    const gone = this.last.find(({ text }) => isAlike(words, text));
    return gone ? { text: gone.text, rank: 0, authors: () => gone.authors } : null;
  }

  private remember(gone: GoneText): void {
    const words = wordsOf(gone.text);
    for (let from = 0; from < words.length && this.windows.size < WINDOWS_MAX; from += 1) {
      const key = windowAt(words, from);
      if (key === null) break;
      if (!this.windows.has(key)) this.windows.set(key, { gone, at: words[from]?.at ?? 0 });
    }
  }

  /**
   * Who wrote the characters of a text that comes, where they are known from what went.
   * @param rank only from what was written before
   * @param near what is gone from the same place
   * @returns null when nothing of it is
   */
  authorsOf(text: string, rank: number, near: () => GoneText): (Author | null)[] | null {
    const whole = this.authorsOfWhole(text, rank, near);
    if (whole) return whole;
    const parts: (Author | null)[] = [];
    this.findParts(text, into(parts));
    // All of a text that went before says more than some of one that goes now.
    const isAll = text.split('').every((char, at) => char.trim() === '' || parts[at] !== undefined);
    const changed: (Author | null)[] = [];
    if (!isAll) this.findChanged(text, rank, into(changed));
    const found = Array.from({ length: text.length }, (_, at) => changed[at] ?? parts[at] ?? null);
    return found.some((author) => author !== null) ? found : null;
  }

  /** The same where all of it went together, in the same change or from the same place. */
  authorsOfWhole(text: string, rank: number, near: () => GoneText): (Author | null)[] | null {
    const whole = text.trim();
    if (whole === '') return null;
    const start = text.indexOf(whole);
    const of = (authors: readonly (Author | null)[], at: number) => [
      ...Array.from({ length: start }, () => null),
      ...authors.slice(at, at + whole.length),
    ];
    // A word by itself was cut off from what goes.
    for (const one of [this.byText.get(whole), this.byWord.get(ONE_WORD.exec(whole)?.[1] ?? '')]) {
      const at = one && one.rank < rank ? placeIn(one.text, whole) : -1;
      if (one && at !== -1) return of(one.authors(), at);
    }
    const here = near();
    const at = placeNear(here.text, whole);
    return at === -1 ? null : of(here.authors, at);
  }

  /** @returns whether it is a text that goes in the same change, with other words in it or without some of them */
  private findChanged(text: string, rank: number, take: Take): boolean {
    const words = wordsOf(text);
    const counts = new Map<GoesText, number>();
    for (const pair of pairsOf(words)) {
      for (const one of this.byPair.get(pair) ?? []) if (one.rank < rank) counts.set(one, (counts.get(one) ?? 0) + 1);
    }
    const [best] = [...counts].sort(([, one], [, other]) => other - one);
    const { text: old, authors } = (best && isAlike(words, best[0].text) && best[0]) || this.lately(words) || NOTHING;
    const before = wordsOf(old);
    if (before.length === 0) return false;
    const tokens = (some: readonly Word[]) => some.map(({ word }) => word);
    const found = diffArrays(tokens(before), tokens(words), { maxEditLength: WORD_EDITS_MAX });
    if (!found) return false;
    const whose = authors();
    let [gone, fresh, done] = [0, 0, 0];
    for (const { value, added, removed } of found) {
      if (!added && !removed) {
        for (let n = 0; n < value.length; n += 1) {
          const [one, other] = [words[fresh + n], before[gone + n]];
          if (!one || !other || one.at < done) continue;
          const { from, at, chars } = sameAround({ text, at: one.at }, { text: old, at: other.at }, done);
          take(from, whose, at, chars);
          done = from + chars;
        }
      }
      if (!added) gone += value.length;
      if (!removed) fresh += value.length;
    }
    return true;
  }

  private findParts(text: string, take: Take): void {
    if (this.windows.size === 0) return;
    const words = wordsOf(text);
    let done = 0;
    for (let index = 0; index < words.length; index += 1) {
      const key = windowAt(words, index);
      if (key === null) return;
      const known = this.windows.get(key);
      const first = words[index]?.at ?? 0;
      if (!known || first < done) continue;
      const { gone } = known;
      const { from, at, chars } = sameAround({ text, at: first }, { text: gone.text, at: known.at }, done);
      const same = text.slice(from, from + chars);
      const isAll = same.trim() === text.trim() || same.trim() === gone.text.trim();
      if (!isAll && wordsOf(same).length < SAME_WORDS_MIN) continue;
      take(from, gone.authors, at, chars);
      done = from + chars;
    }
  }
}
