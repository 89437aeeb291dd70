import { diffArrays } from 'diff';

/** Texts that differ in more words are taken to differ as a whole. */
const DIFFERENCES_MAX = 100;

/** What became of a text in a later version of it. */
export type Alignment = {
  /** For each of its characters, whether the later version has it. */
  kept: boolean[];
  /** For each of its places between two characters, where it is in the later version. */
  places: number[];
};

/** The words of a text, each with the blanks after it. */
export const piecesOf = (text: string): string[] => text.match(/\S+\s*|^\s+/g) ?? [];

/** How one text became another, word for word: what is in both, and between that, what went for what came. */
function* changesOf(before: string, after: string): Generator<{ was: string; is: string; isKept: boolean }> {
  const [old, new_] = [piecesOf(before), piecesOf(after)];
  const bare = (piece: string) => piece.trim();
  const changes = diffArrays(old.map(bare), new_.map(bare), { maxEditLength: DIFFERENCES_MAX });
  if (!changes) {
    yield { was: before, is: after, isKept: false };
    return;
  }
  let [was, is] = ['', ''];
  for (const { count, added, removed } of changes) {
    if (removed) was += old.splice(0, count).join('');
    else if (added) is += new_.splice(0, count).join('');
    else {
      yield { was, is, isKept: false };
      [was, is] = ['', ''];
      for (let one = 0; one < count; one += 1) yield { was: old.shift() ?? '', is: new_.shift() ?? '', isKept: true };
    }
  }
  yield { was, is, isKept: false };
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

/** Where one of two texts is the other with something put in: so many characters of both are alike before that, and after. */
function insertionIn(one: string, other: string): { before: number; after: number } {
  const shorter = one.length < other.length ? one : other;
  const most = shorter.length;
  let before = 0;
  while (before < most && one[before] === other[before]) before += 1;
  let after = 0;
  while (before + after < most && one.at(-1 - after) === other.at(-1 - after)) after += 1;
  const isWhole = before >= shorter.trimEnd().length || after >= shorter.trimStart().length;
  const is = before + after === most && (isWhole || (isOneWord(one) && isOneWord(other)));
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
