import * as Y from 'yjs';
import { align } from './alignment.rules';
import { gapsOf, isBlank } from './gaps.rules';
import { GonePlaces, type PlaceBeside } from './gone-places.rules';
import {
  addPiece,
  broughtBy,
  type Gone,
  goneTexts,
  hasUnseen,
  type Ids,
  type Piece,
  type Sight,
  type Stretch,
  wordsOf,
  writtenBy,
} from './gone-texts.rules';
import type { IdRanges } from './id-ranges.rules';
import { PARTED, TextVersions, type Written, wordsOfVersion } from './text-versions.rules';

/**
 * Words that somebody wrote into a text which somebody else, who had not seen them, took away, and where they belong now:
 * where their text was written anew, or by themselves beside where it stood. To turn a block into another kind, to wrap
 * it or to move it is to take its text away and to write it anew elsewhere: Yjs knows no other way.
 */
export type LostWords = {
  client: number;
  pieces: readonly Piece[];
  place: { text: Y.XmlText; index: number } | PlaceBeside;
  /** They stand here still, out of place. */
  from?: { text: Y.XmlText; ids: readonly Ids[] };
};

/** In so many places words are put into texts; what is left stands by itself. */
const PLACES_MAX = 1_000;
/** So many blocks hold words by themselves; what is left stands in the last of them. */
const BLOCKS_MAX = 500;

type Look = Sight & {
  /** What came with the change; more than itself where it is a part of one. */
  brought?: IdRanges;
  /** Somebody else may have put the words back already, and this may be the change that says so. */
  mayBeBack?: boolean;
};

/**
 * Words that a change took away unseen, in the order of the document. To be called before Yjs forgets what was deleted, in
 * `beforeObserverCalls`.
 */
export function findLostWords(
  transaction: Y.Transaction,
  { brought = broughtBy(transaction), mayBeBack = false, ...sight }: Look,
): LostWords[] {
  if (transaction.deleteSet.clients.size === 0) return [];
  const gone = goneTexts(transaction, sight, brought);
  if (!gone.some(hasUnseen)) return [];
  const written = writtenBy(transaction.doc, brought);
  const versions = new TextVersions(written);
  const places = new GonePlaces(transaction.doc);
  const isOnly = new Set(gone.map(({ text }) => text)).size === 1;
  const lost: LostWords[] = [];
  let inTexts = 0;
  let blocks = 0;
  const more: (readonly Piece[])[] = [];
  for (const one of places.inOrder(gone)) {
    if (!hasUnseen(one)) {
      // Of several texts that are the same, each has its own version.
      versions.takeSame(one.seen);
      continue;
    }
    const fits = inTexts + one.unseen.length <= PLACES_MAX;
    const version = fits ? versionOf(one, versions, isOnly) : [];
    if (one.isReplaced && !isElsewhere(one, version)) continue;
    if (version.length > 0) {
      const found = lostFrom(one, version, mayBeBack);
      inTexts += found.length;
      lost.push(...found);
    }
    if (version.length > 0 || one.stays) continue;
    const unseen = mayBeBack ? one.unseen.filter(({ pieces }) => !versions.isIn(wordsOf(pieces))) : one.unseen;
    const beside = mayBeBack ? besideThoseBack({ ...one, unseen }, written) : null;
    lost.push(...(beside ?? []));
    const found = beside ? null : byThemselves({ ...one, unseen }, places);
    if (found && blocks < BLOCKS_MAX) {
      blocks += 1;
      lost.push(found);
    } else if (found) more.push(found.pieces);
  }
  const last = lost.findLast(({ place }) => 'root' in place);
  if (last && more.length > 0) last.pieces = joined([last.pieces, ...more]);
  return lost;
}

/**
 * Whether what was not seen belongs elsewhere than behind the words that came in place of others: a split took it along, or
 * the very same was written anew.
 */
const isElsewhere = ({ text, seen }: Gone, version: readonly Written[]): boolean =>
  version.some((part) => part.isNew || (part.text === text && part.words === seen));

/**
 * Where others had taken something out, what is left of a text may say little: it may be nothing but what they brought
 * again themselves.
 */
function versionOf({ seen, all, takenAt }: Gone, versions: TextVersions, isOnly: boolean): Written[] {
  const version = versions.take(seen);
  if (version.length > 0 || takenAt.length === 0) return version;
  const ofAll = versions.take(all);
  return ofAll.length > 0 || !isOnly ? ofAll : versions.takeOnly();
}

/** Those that nobody has brought along, each with its place in the later version of its text. */
function lostFrom(
  { text: goneText, stays, all, seen, unseen, takenAt }: Gone,
  version: readonly Written[],
  mayBeBack: boolean,
): LostWords[] {
  const words = wordsOfVersion(version);
  const gapOf = gapsOf(seen, words);
  const begins = new Set(takenAt.map((at) => gapOf(at).from));
  const mayBeThere = ({ seenBefore }: Stretch) => begins.has(gapOf(seenBefore).from);
  const found = unseen.flatMap((stretch) => {
    const gap = gapOf(stretch.seenBefore);
    const there = mayBeBack || mayBeThere(stretch) ? words.slice(gap.from, gap.end) : '';
    return missing(stretch, there, gap.blanks).flatMap(({ from, end, place }) => {
      const now = placeIn(version, place === null ? gap.place : gap.from + place);
      const at = stretch.at + from;
      const whole = all.slice(at, stretch.at + end);
      // No blanks before those that are there.
      const isBeforeBlank = now.index < now.all.length && isBlank(now.all, now.index);
      const lost = isBlank(whole, 0) && isBeforeBlank ? whole.trimEnd() : whole;
      return lost === '' ? [] : { stretch, from, at, end: at + lost.length, now };
    });
  });
  const brought = found.map(({ stretch, from, at, end, now }, nth) => {
    const { text, index } = now;
    const isHere = (other?: (typeof found)[number]) => other?.now.text === text && other.now.index === index;
    const [last, next] = [found[nth - 1], found[nth + 1]];
    // Words that stood apart do not run into others. Those of somebody else that stood beside them come along as they are.
    const isBegun = (isHere(last) && last?.end === at) || isBlank(now.all, index - 1);
    const isEnded = (isHere(next) && next?.at === end) || isBlank(now.all, index);
    const before = isBlank(all, at - 1) && !isBegun && !isBlank(all, at);
    const after = isBlank(all, end) && !isEnded && !isBlank(all, end - 1);
    const pieces = spaced(cut(stretch.pieces, from, from + end - at), before, after);
    const own = { client: stretch.client, pieces, place: { text, index } };
    return stays && from === 0 ? { ...own, from: { text: goneText, ids: stretch.ids } } : own;
  });
  if (!stays) return brought;
  // What is there already does not stay where it was as well.
  const begun = new Set(found.flatMap(({ stretch, from }) => (from === 0 ? stretch : [])));
  const there = unseen.filter((stretch) => mayBeThere(stretch) && !begun.has(stretch));
  return brought.concat(
    there.map(({ client, ids, seenBefore }) => {
      const { text, index } = placeIn(version, gapOf(seenBefore).place);
      return { client, pieces: [], place: { text, index }, from: { text: goneText, ids } };
    }),
  );
}

/** Where in the parts of a text so many characters of it and of what parts them end. */
function placeIn(version: readonly Written[], index: number): { text: Y.XmlText; all: string; index: number } {
  let at = index;
  for (const { text, all, words, start } of version) {
    if (at <= words.length) return { text, all, index: start + at };
    at -= words.length + PARTED.length;
  }
  throw new RangeError('A place behind its text.');
}

/**
 * What of a stretch is not there: from where to where, and behind what of it that is there; null where nothing is.
 * @param blanks so many of those that are there were there before
 */
function missing(
  stretch: Stretch,
  there: string,
  blanks: number,
): { from: number; end: number; place: number | null }[] {
  const own = wordsOf(stretch.pieces);
  const lead = own.length - own.trimStart().length;
  const behind = (from: number, place: number | null) => (from < own.length ? [{ from, end: own.length, place }] : []);
  const words = there.trim();
  if (words === '') {
    const back = Math.min(lead, Math.max(0, there.length - blanks));
    return behind(back, back > 0 ? there.length : null);
  }
  const start = there.indexOf(words);
  // What the server has brought along is what has come to it: from its beginning on, up to any letter of a word.
  const begun = [there.trimStart(), words].find((some) => own.startsWith(some, lead));
  if (begun !== undefined) return behind(lead + begun.length, start + begun.length);
  const { kept, places } = align(own, words);
  const found: { from: number; end: number; place: number | null }[] = [];
  let isAny = false;
  for (const [at, isKept] of kept.entries()) {
    const last = found.at(-1);
    isAny ||= isKept;
    if (isKept) continue;
    if (last?.end === at) last.end += 1;
    else found.push({ from: at, end: at + 1, place: isAny ? start + (places[at] as number) : null });
  }
  return found;
}

/** Its own each time: pieces grow. */
const blank = (): Piece => ({ words: ' ', looks: {} });

/** From one character of some pieces to another. */
function cut(pieces: readonly Piece[], from: number, end: number): Piece[] {
  let at = 0;
  return pieces.flatMap(({ words, looks }) => {
    const part = words.slice(Math.max(0, from - at), Math.max(0, end - at));
    at += words.length;
    return part === '' ? [] : { words: part, looks };
  });
}

function spaced(pieces: readonly Piece[], before: boolean, after: boolean): Piece[] {
  return [...(before ? [blank()] : []), ...pieces, ...(after ? [blank()] : [])];
}

function joined(parts: readonly (readonly Piece[])[]): Piece[] {
  return parts.reduce<Piece[]>((all, part) => {
    const isApart =
      isBlank(all.at(-1)?.words ?? '', (all.at(-1)?.words.length ?? 0) - 1) || isBlank(part[0]?.words ?? '', 0);
    if (!isApart) all.push(blank());
    for (const piece of part) addPiece(all, piece);
    return all;
  }, []);
}

/**
 * Where somebody else put a part of them back already, by itself, as the server does with what had come to it: before that
 * part and behind it, so that all of them stand together.
 * @returns null where nobody did
 */
function besideThoseBack({ all, unseen }: Gone, written: readonly Written[]): LostWords[] | null {
  const [stretch, another] = unseen;
  if (!stretch || another) return null;
  const [start, end] = [stretch.at, stretch.at + stretch.length];
  for (const { text, words, isNew } of written) {
    const { parent } = text;
    const isAtTop = parent?.parent instanceof Y.XmlFragment && parent.parent._item === null;
    const at = isNew && isAtTop && words.trim() !== '' ? all.indexOf(words, Math.max(0, start - words.length)) : -1;
    if (at < 0 || at > end) continue;
    const sides = [
      { index: 0, pieces: cut(stretch.pieces, 0, at - start) },
      { index: words.length, pieces: cut(stretch.pieces, Math.max(0, at + words.length - start), stretch.length) },
    ];
    return sides
      .filter(({ pieces }) => pieces.length > 0)
      .map(({ index, pieces }) => ({ client: stretch.client, pieces, place: { text, index } }));
  }
  return null;
}

/** Where nothing was written anew: all of a text together, as whose most of it is. */
function byThemselves({ text, unseen }: Gone, places: GonePlaces): LostWords | null {
  const place = places.beside(text);
  const pieces: Piece[] = [];
  const counts = new Map<number, number>();
  let end = 0;
  for (const one of unseen) {
    // What stood at another place of the text is another word.
    if (pieces.length > 0 && one.at !== end && !isBlank(pieces.at(-1)?.words.at(-1) ?? '', 0)) pieces.push(blank());
    for (const piece of one.pieces) addPiece(pieces, piece);
    end = one.at + one.length;
    counts.set(one.client, (counts.get(one.client) ?? 0) + one.length);
  }
  const [most] = [...counts].sort(([, one], [, other]) => other - one);
  if (!place || !most || wordsOf(pieces).trim() === '') return null;
  return { client: most[0], pieces, place };
}
