/** What became of a text in a later version of it. */
export type Alignment = {
  /** For each of its characters, whether the later version has it. */
  kept: boolean[];
  /** For each of its places between two characters, where it is in the later version. */
  places: number[];
};

/** Stretches of two texts are compared word by word where there are no more pairs of words in them. */
const PAIRS_MAX = 10_000;
/** How often a stretch between words that both texts have once is looked at for such words of its own. */
const DEPTH_MAX = 8;

/** Scripts that put no blanks between words: each of their letters counts as one. */
const PIECES =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]\p{M}*\s*|(?:(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}])\S)+\s*|^\s+/gu;
const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** Two texts that end alike may have no letter in common all the same, as two rows of flags. */
const LETTERS_TRIED_MAX = 16;
/** Below it no two characters are one letter. */
const FIRST_COMBINING = 0x300;

/** The words of a text, each with the blanks after it. */
export const piecesOf = (text: string): string[] => text.match(PIECES) ?? [];

type Stretch = { a: number; aEnd: number; b: number; bEnd: number; depth: number };
type Match = [a: number, b: number];

/** Of pairs in the order of one text, the most that are in the order of the other one as well. */
function longestInOrder(pairs: readonly Match[]): Match[] {
  const tails: number[] = [];
  const before: number[] = [];
  for (const [at, [, b]] of pairs.entries()) {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((pairs[tails[middle] as number] as Match)[1] < b) low = middle + 1;
      else high = middle;
    }
    before[at] = tails[low - 1] ?? -1;
    tails[low] = at;
  }
  const found: Match[] = [];
  for (let at = tails.at(-1) ?? -1; at >= 0; at = before[at] as number) found.push(pairs[at] as Match);
  return found.reverse();
}

/** The words of two stretches that stand once in each. */
function onceInBoth(old: readonly string[], later: readonly string[], { a, aEnd, b, bEnd }: Stretch): Match[] {
  const once = new Map<string, { places: number; at: number }>();
  for (let at = b; at < bEnd; at += 1) {
    const word = later[at] as string;
    once.set(word, { places: (once.get(word)?.places ?? 0) + 1, at });
  }
  const counts = new Map<string, number>();
  for (let at = a; at < aEnd; at += 1) counts.set(old[at] as string, (counts.get(old[at] as string) ?? 0) + 1);
  const pairs: Match[] = [];
  for (let at = a; at < aEnd; at += 1) {
    const found = once.get(old[at] as string);
    if (found?.places === 1 && counts.get(old[at] as string) === 1) pairs.push([at, found.at]);
  }
  return longestInOrder(pairs);
}

/** The longest sequence of words that is in both of two short stretches. */
function longestCommon(old: readonly string[], later: readonly string[], { a, aEnd, b, bEnd }: Stretch): Match[] {
  const width = bEnd - b + 1;
  const lengths = new Uint16Array((aEnd - a + 1) * width);
  const lengthAt = (i: number, j: number) => lengths[(i - a) * width + (j - b)] as number;
  for (let i = aEnd - 1; i >= a; i -= 1) {
    for (let j = bEnd - 1; j >= b; j -= 1) {
      const isSame = old[i] === later[j];
      lengths[(i - a) * width + (j - b)] = isSame
        ? lengthAt(i + 1, j + 1) + 1
        : Math.max(lengthAt(i + 1, j), lengthAt(i, j + 1));
    }
  }
  const found: Match[] = [];
  for (let [i, j] = [a, b]; i < aEnd && j < bEnd; ) {
    if (old[i] === later[j]) found.push([i++, j++]);
    else if (lengthAt(i + 1, j) >= lengthAt(i, j + 1)) i += 1;
    else j += 1;
  }
  return found;
}

/**
 * Which words of two texts are the same, in the order of both: what they begin and end with, then words that both have
 * once (as Bram Cohen's patience diff), then in short stretches the longest common sequence. The effort grows as the
 * texts do; long stretches without such words differ as a whole.
 */
export function matchesOf(old: readonly string[], later: readonly string[]): Match[] {
  const found: Match[] = [];
  const open: Stretch[] = [{ a: 0, aEnd: old.length, b: 0, bEnd: later.length, depth: 0 }];
  for (let one = open.pop(); one; one = open.pop()) {
    let { a, aEnd, b, bEnd } = one;
    while (a < aEnd && b < bEnd && old[a] === later[b]) found.push([a++, b++]);
    while (a < aEnd && b < bEnd && old[aEnd - 1] === later[bEnd - 1]) found.push([--aEnd, --bEnd]);
    if (a === aEnd || b === bEnd) continue;
    const rest = { a, aEnd, b, bEnd, depth: one.depth + 1 };
    if ((aEnd - a) * (bEnd - b) <= PAIRS_MAX) {
      for (const match of longestCommon(old, later, rest)) found.push(match);
      continue;
    }
    const anchors = rest.depth > DEPTH_MAX ? [] : onceInBoth(old, later, rest);
    for (const [i, j] of anchors) {
      found.push([i, j]);
      open.push({ ...rest, a, aEnd: i, b, bEnd: j });
      [a, b] = [i + 1, j + 1];
    }
    if (anchors.length > 0) open.push({ ...rest, a, b });
  }
  return found.sort(([one], [other]) => one - other);
}

/** How one text became another, word for word: what is in both, and between that, what went for what came. */
function* changesOf(before: string, after: string): Generator<{ was: string; is: string; isKept: boolean }> {
  const [old, later] = [piecesOf(before), piecesOf(after)];
  const bare = (piece: string) => piece.trim();
  let [a, b] = [0, 0];
  for (const [i, j] of matchesOf(old.map(bare), later.map(bare))) {
    yield { was: old.slice(a, i).join(''), is: later.slice(b, j).join(''), isKept: false };
    yield { was: old[i] as string, is: later[j] as string, isKept: true };
    [a, b] = [i + 1, j + 1];
  }
  yield { was: old.slice(a).join(''), is: later.slice(b).join(''), isKept: false };
}

/** Which share of a text's words stands in another text, in the same order; 0 to 1, of an empty text 0. */
export function shareIn(text: string, other: string): number {
  let [kept, all] = [0, 0];
  for (const { was, isKept } of changesOf(text, other)) {
    const { length } = was.trim();
    all += length;
    if (isKept) kept += length;
  }
  return all === 0 ? 0 : kept / all;
}

const isOneWord = (text: string) => !/\s/.test(text.trim());

/** Where the letter, as it is seen, begins in which a place is; and where it ends. Between two letters both are that place. */
function letterAround(text: string, at: number): { start: number; end: number } {
  const isPlain = text.charCodeAt(at - 1) < FIRST_COMBINING && text.charCodeAt(at) < FIRST_COMBINING;
  const letter = at === 0 || at === text.length || isPlain ? null : GRAPHEMES.segment(text).containing(at);
  if (!letter || letter.index === at) return { start: at, end: at };
  return { start: letter.index, end: letter.index + letter.segment.length };
}

/** How two texts begin and end alike, in whole letters: so many characters each. */
export function wholeEndsAlike(one: string, other: string): { before: number; after: number } {
  const before = wholeLetters(one, other, endsAlike(one, other).before);
  const after = endsAlike(one.slice(before), other.slice(before)).after;
  return { before, after: wholeLettersFromEnd(one.slice(before), other.slice(before), after) };
}

/** The most characters, no more than so many, that are whole letters of both; none where that is not soon found. */
function wholeOfBoth(
  most: number,
  wholeOfOne: (most: number) => number,
  wholeOfOther: (most: number) => number,
): number {
  let count = most;
  for (let tried = 0; tried < LETTERS_TRIED_MAX; tried += 1) {
    const fewer = Math.min(wholeOfOne(count), wholeOfOther(count));
    if (fewer === count) return count;
    count = fewer;
  }
  return 0;
}

/** The most characters, no more than so many, with which two texts begin and that are whole letters of both. */
function wholeLetters(one: string, other: string, most: number): number {
  const whole = (text: string) => (count: number) => letterAround(text, count).start;
  return wholeOfBoth(most, whole(one), whole(other));
}

/** The same of their ends. */
function wholeLettersFromEnd(one: string, other: string, most: number): number {
  const whole = (text: string) => (count: number) => text.length - letterAround(text, text.length - count).end;
  return wholeOfBoth(most, whole(one), whole(other));
}

/** How many characters two texts begin with that are the same, and end with behind those. */
export function endsAlike(one: string, other: string): { before: number; after: number } {
  const most = Math.min(one.length, other.length);
  let [before, after] = [0, 0];
  while (before < most && one[before] === other[before]) before += 1;
  while (before + after < most && one.at(-1 - after) === other.at(-1 - after)) after += 1;
  return { before, after };
}

/** Where one of two texts is the other with something put in: so many characters of both are alike before that, and after. */
function insertionIn(one: string, other: string): { before: number; after: number } {
  const shorter = one.length < other.length ? one : other;
  const { before, after } = wholeEndsAlike(one, other);
  const isAround = before >= shorter.trimEnd().length || after >= shorter.trimStart().length;
  const is = before + after === shorter.length && (isAround || (isOneWord(one) && isOneWord(other)));
  return is ? { before, after } : { before: 0, after: 0 };
}

/**
 * Finds a text in a later version of it, by its words, so that no two are taken for one because of their letters. Within
 * a word that differs, what was put in or taken out is told from the rest.
 */
export function align(before: string, after: string): Alignment {
  const found: Alignment = { kept: [], places: [0] };
  let place = 0;
  for (const { was, is, isKept } of changesOf(before, after)) {
    const start = place;
    const same = isKept ? { before: Math.min(was.length, is.length), after: 0 } : insertionIn(was, is);
    for (let at = 0; at < was.length; at += 1) {
      const isThere = at < same.before || at >= was.length - same.after;
      if (at === was.length - same.after) place = start + is.length - same.after;
      if (isThere) place += 1;
      found.kept.push(isThere);
      found.places.push(place);
    }
    place = start + is.length;
  }
  return found;
}
