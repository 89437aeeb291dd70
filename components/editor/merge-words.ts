import { matchesOf, wholeEndsAlike } from '@/server/platform/collab/alignment.rules';

/** A stretch of a text, and what was put in its place. */
type Change = { from: number; to: number; put: string };
type Whose = Change & { isMine: boolean };

/** Words, commands of LaTeX, blanks, and each other sign by itself. */
const PARTS = /\\?[\p{L}\p{N}\p{M}]+|\s+|[\s\S]/gu;
const ENDS_IN_WORD = /[\p{L}\p{N}\p{M}]$/u;
const BEGINS_WITH_WORD = /^[\p{L}\p{N}]/u;

/** How one text became another, in its order. */
function changesOf(before: string, after: string): Change[] {
  const [old, later] = [before.match(PARTS) ?? [], after.match(PARTS) ?? []];
  const changes: Change[] = [];
  let [a, b, from] = [0, 0, 0];
  for (const [i, j] of [...matchesOf(old, later), [old.length, later.length] as const]) {
    const [was, is] = [old.slice(a, i).join(''), later.slice(b, j).join('')];
    const same = wholeEndsAlike(was, is);
    const to = from + was.length - same.after;
    if (was !== is) changes.push({ from: from + same.before, to, put: is.slice(same.before, is.length - same.after) });
    from += was.length + (old[i]?.length ?? 0);
    [a, b] = [i + 1, j + 1];
  }
  return changes;
}

/** A stretch of a text with these changes of it. */
function changed(base: string, from: number, to: number, changes: readonly Change[]): string {
  let [text, at] = ['', from];
  for (const one of changes) {
    text += base.slice(at, one.from) + one.put;
    at = one.to;
  }
  return text + base.slice(at, to);
}

/** Words one after the other. */
function ofBoth(mine: string, theirs: string): string {
  return ENDS_IN_WORD.test(mine) && BEGINS_WITH_WORD.test(theirs) ? `${mine} ${theirs}` : mine + theirs;
}

/** Whether words are others and whole words behind them. */
function goesOn(words: string, from: string): boolean {
  const isWhole = ENDS_IN_WORD.test(from) && !BEGINS_WITH_WORD.test(words.slice(from.length));
  return words === from || (words.startsWith(from) && isWhole);
}

/** Whether two changes speak about the same letters, or one of them puts in at one place what the other goes on from. */
const meet = (end: number, last: Change, next: Change): boolean =>
  next.from < end ||
  (last.from === next.from && last.to === next.to && (goesOn(last.put, next.put) || goesOn(next.put, last.put)));

/** What two people made of the same letters. */
function madeByBoth(mine: string, theirs: string): string {
  if (goesOn(mine, theirs)) return mine;
  return goesOn(theirs, mine) ? theirs : ofBoth(mine, theirs);
}

/** What is put in right behind what the other put in: a word of its own, where no word stood there before. */
function standsApart(base: string, before: Change | undefined, { from, put }: Change): string {
  const isBeside = before?.to === from && !ENDS_IN_WORD.test(base.slice(0, from));
  return isBeside ? ofBoth(before.put, put).slice(before.put.length) : put;
}

/**
 * What two people have made of one text, with the words of both: each one's changes where the other left the text as it
 * was, and where both wrote in place of the same letters, one after the other, or the longer where it is the other with
 * words behind it. At one place, mine stands before theirs.
 */
export function mergeWords(base: string, mine: string, theirs: string): string {
  const all: Whose[] = [
    ...changesOf(base, mine).map((change) => ({ ...change, isMine: true })),
    ...changesOf(base, theirs).map((change) => ({ ...change, isMine: false })),
  ].sort((one, other) => one.from - other.from || one.to - other.to);
  const merged: Change[] = [];
  for (let at = 0; at < all.length; ) {
    const group: Whose[] = [all[at] as Whose];
    const { from } = all[at] as Whose;
    let { to } = all[at] as Whose;
    for (at += 1; at < all.length && meet(to, group.at(-1) as Whose, all[at] as Whose); at += 1) {
      group.push(all[at] as Whose);
      to = Math.max(to, (all[at] as Whose).to);
    }
    const made = (isMine: boolean) =>
      changed(
        base,
        from,
        to,
        group.filter((change) => change.isMine === isMine),
      );
    const isOfBoth = new Set(group.map(({ isMine }) => isMine)).size > 1;
    const [mine, theirs] = [made(true), made(false)];
    const put = isOfBoth ? madeByBoth(mine, theirs) : made(group[0]?.isMine === true);
    merged.push({ from, to, put: standsApart(base, merged.at(-1), { from, to, put }) });
  }
  return changed(base, 0, base.length, merged);
}

/** Where a place in a text is after it was changed: before what was put in just there. */
export function placeAfter(before: string, after: string, place: number): number {
  let moved = 0;
  for (const { from, to, put } of changesOf(before, after)) {
    if (from >= place) break;
    if (to > place) return from + moved;
    moved += put.length - (to - from);
  }
  return place + moved;
}
