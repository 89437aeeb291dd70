import type { Author } from './carried';

/** Text that stood together before it went, and who wrote each of its characters. */
export type GoneText = { text: string; authors: (Author | null)[] };

/** Text that went is found again by so many words after one another. */
const WINDOW_WORDS = 4;
/** So many words are the same by no chance; fewer have to be all of what comes or all of what went. */
const SAME_WORDS_MIN = 8;
/** A text that was rewritten over and over is remembered up to here. */
const WINDOWS_MAX = 300_000;
/** A single word is brought back where it is so much of what is gone from its place; else it may be there by chance. */
const WORD_SHARE_MIN = 0.3;

/** Scripts that are written without spaces count by the character. */
const WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}\p{N}]+/gu;
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

/** What went from a document, to be known again when it comes back. */
export class GoneTexts {
  private readonly windows = new Map<string, { gone: GoneText; at: number }>();
  private now = new Map<string, GoneText>();

  /** What went until here, went before. */
  beginMoment(): void {
    this.now = new Map();
  }

  remember(gone: GoneText): void {
    const whole = gone.text.trim();
    if (whole === '') return;
    this.now.set(whole, gone);
    const words = wordsOf(gone.text);
    for (let from = 0; from < words.length && this.windows.size < WINDOWS_MAX; from += 1) {
      const key = windowAt(words, from);
      if (key === null) break;
      if (!this.windows.has(key)) this.windows.set(key, { gone, at: words[from]?.at ?? 0 });
    }
  }

  /**
   * Who wrote the characters of a text that comes, where they are known from what went.
   * @param near what is gone from the same place
   * @returns null when nothing of it is
   */
  authorsOf(text: string, near: () => GoneText): (Author | null)[] | null {
    const found: (Author | null)[] = [];
    const take = (from: number, gone: GoneText, at: number, chars: number) => {
      for (let index = 0; index < chars; index += 1) found[from + index] = gone.authors[at + index] ?? null;
    };
    const whole = text.trim();
    const start = text.indexOf(whole);
    const same = this.now.get(whole);
    if (same) {
      take(start, same, same.text.indexOf(whole), whole.length);
    } else {
      const here = near();
      const place = placeNear(here.text, whole);
      if (place === -1) this.findParts(text, take);
      else take(start, here, place, whole.length);
    }
    return found.length === 0 ? null : found;
  }

  private findParts(text: string, take: (from: number, gone: GoneText, at: number, chars: number) => void): void {
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
      let [from, at] = [first, known.at];
      while (from > done && at > 0 && text[from - 1] === gone.text[at - 1]) [from, at] = [from - 1, at - 1];
      let chars = first - from;
      while (
        from + chars < text.length &&
        at + chars < gone.text.length &&
        text[from + chars] === gone.text[at + chars]
      )
        chars += 1;
      const same = text.slice(from, from + chars);
      const isAll = same.trim() === text.trim() || same.trim() === gone.text.trim();
      if (!isAll && wordsOf(same).length < SAME_WORDS_MIN) continue;
      take(from, gone, at, chars);
      done = from + chars;
    }
  }
}
