import * as Y from 'yjs';
import { align } from './alignment.rules';
import { type IdRanges, type Part, rangesOf } from './id-ranges.rules';
import { TextVersions, type Written } from './text-versions.rules';

/**
 * Words that somebody wrote into a text which somebody else, who had not seen them, took away. To turn a block into
 * another kind, to wrap it or to move it is to take its text away and to write it anew elsewhere: Yjs knows no other way.
 */
export type LostWords = { client: number; words: string; place: Place };

/** Where words belong now: where their text was written anew, or by themselves where it stood. */
type Place = { text: Y.XmlText; index: number } | { root: Y.XmlFragment; index: number };

/** A stretch of a text that is gone. `at`: so many characters stand before it. */
type Stretch = { client: number; words: string; at: number };
/** A text that is gone: all of it, what whoever took it away had seen of it, and what not. */
type Gone = { text: Y.XmlText; whole: string; seen: string; unseen: Stretch[] };
/** So many ids from one on: of which of them whoever took away what they stand in had seen what they are. */
export type Seen = (client: number, clock: number, length: number) => Part[];

const textOf = (struct: Y.AbstractStruct): Y.XmlText | null =>
  struct instanceof Y.Item && struct.content instanceof Y.ContentType && struct.content.type instanceof Y.XmlText
    ? struct.content.type
    : null;

function* stringsIn(text: Y.XmlText): Generator<{ item: Y.Item; words: string }> {
  for (let item = text._start; item !== null; item = item.right) {
    if (item.content instanceof Y.ContentString) yield { item, words: item.content.str };
  }
}

function goneText(transaction: Y.Transaction, text: Y.XmlText, seen: Seen): Gone {
  const gone: Gone = { text, whole: '', seen: '', unseen: [] };
  for (const { item, words } of stringsIn(text)) {
    if (!Y.isDeleted(transaction.deleteSet, item.id)) continue;
    const { client, clock } = item.id;
    let at = 0;
    for (const { length, isIn } of seen(client, clock, words.length)) {
      const part = words.slice(at, at + length);
      const [place, last] = [gone.whole.length, gone.unseen.at(-1)];
      at += length;
      gone.whole += part;
      if (isIn) gone.seen += part;
      else if (last?.client === client && last.at + last.words.length === place) last.words += part;
      else gone.unseen.push({ client, words: part, at: place });
    }
  }
  return gone;
}

function textsGone(transaction: Y.Transaction): Y.XmlText[] {
  const texts: Y.XmlText[] = [];
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    const text = textOf(struct);
    if (text) texts.push(text);
  });
  return texts;
}

/** The ids that a change brought. */
function broughtBy({ beforeState, afterState }: Y.Transaction): IdRanges {
  const brought = new Map<number, { clock: number; len: number }[]>();
  for (const [client, end] of afterState) {
    const clock = beforeState.get(client) ?? 0;
    if (end > clock) brought.set(client, [{ clock, len: end - clock }]);
  }
  return rangesOf([brought]);
}

function* structsIn({ store }: Y.Doc, ids: IdRanges): Generator<Y.AbstractStruct> {
  for (const [client, pairs] of ids) {
    const structs = store.clients.get(client) ?? [];
    for (let pair = 0; pair < pairs.length; pair += 2) {
      const [from, end] = [pairs[pair] as number, Math.min(pairs[pair + 1] as number, Y.getState(store, client))];
      if (from >= end) continue;
      for (
        let at = Y.findIndexSS(structs, from);
        at < structs.length && (structs[at]?.id.clock ?? end) < end;
        at += 1
      ) {
        yield structs[at] as Y.AbstractStruct;
      }
    }
  }
}

/** What a change brought that was not there before it, what was gone when it came as well. */
export const structsBrought = (transaction: Y.Transaction): Generator<Y.AbstractStruct> =>
  structsIn(transaction.doc, broughtBy(transaction));

/** The texts of which something is among these ids. */
function textsWritten(doc: Y.Doc, brought: IdRanges): Written[] {
  const texts = new Set<Y.XmlText>();
  for (const struct of structsIn(doc, brought)) {
    if (struct.deleted || !(struct instanceof Y.Item)) continue;
    const text = textOf(struct) ?? struct.parent;
    if (text instanceof Y.XmlText && !text._item?.deleted) texts.add(text);
  }
  return [...texts].map((text) => ({ text, words: plain(text) }));
}

function plain(text: Y.XmlText): string {
  let all = '';
  for (const { item, words } of stringsIn(text)) if (!item.deleted) all += words;
  return all;
}

/** A place in what the document holds at its top, `order` counting what is gone too. */
type PlaceBeside = { root: Y.XmlFragment; index: number; order: number };

/** Places in front of what follows a text that is gone. */
class PlacesBeside {
  private readonly doc: Y.Doc;
  private readonly places = new Map<Y.XmlFragment, Map<Y.Item, PlaceBeside>>();

  constructor(doc: Y.Doc) {
    this.doc = doc;
  }

  of(text: Y.XmlText): PlaceBeside | null {
    let item = text._item;
    while (item && item.parent instanceof Y.AbstractType && item.parent._item) item = item.parent._item;
    if (!item?.parent || !(item.parent instanceof Y.AbstractType)) return null;
    // Only a root that is asked for by its kind has one.
    const root = this.doc.getXmlFragment(Y.findRootTypeKey(item.parent));
    return this.placesIn(root).get(item) ?? null;
  }

  private placesIn(root: Y.XmlFragment): Map<Y.Item, PlaceBeside> {
    const known = this.places.get(root);
    if (known) return known;
    const places = new Map<Y.Item, PlaceBeside>();
    let index = 0;
    for (let item = root._start; item !== null; item = item.right) {
      if (!item.deleted && item.countable) index += item.length;
      places.set(item, { root, index, order: places.size });
    }
    this.places.set(root, places);
    return places;
  }
}

/**
 * Words that a change of somebody else took away unseen, in the order of the document. To be called before Yjs forgets
 * what was deleted, in `beforeObserverCalls`.
 * @param seen what whoever took away what these ids stand in had seen
 * @param brought what came with it; more than the change itself where it is a part of one
 */
export function findLostWords(
  transaction: Y.Transaction,
  seen: Seen,
  brought: IdRanges = broughtBy(transaction),
): LostWords[] {
  if (transaction.deleteSet.clients.size === 0) return [];
  const gone = textsGone(transaction)
    .map((text) => goneText(transaction, text, seen))
    .filter(({ unseen }) => unseen.some(({ words }) => words.trim() !== ''));
  if (gone.length === 0) return [];
  const places = new PlacesBeside(transaction.doc);
  const placed = gone.map((one) => ({ one, place: places.of(one.text) }));
  placed.sort((a, b) => (a.place?.order ?? 0) - (b.place?.order ?? 0));
  const versions = new TextVersions(textsWritten(transaction.doc, brought));
  return placed.flatMap(({ one, place }) => {
    const version = versions.find(one.seen);
    if (!version) return homeless(place, one, versions);
    versions.take(version);
    return lostFrom(one, version);
  });
}

/** Those that nobody has brought along, each with its place in the later version of its text. */
function lostFrom({ whole, seen, unseen }: Gone, { text, words }: Written): LostWords[] {
  const [found, gaps] = [align(whole, words), align(seen, words).places];
  let unseenBefore = 0;
  return unseen.flatMap((stretch) => {
    const gap = gaps[stretch.at - unseenBefore] ?? words.length;
    unseenBefore += stretch.words.length;
    return stretchesLost(stretch, found.kept).map(([from, end]) => {
      const goesOn = found.kept.slice(stretch.at, from).some(Boolean) && !isBlank(whole, from - 1);
      const index = goesOn ? (found.places[from] ?? words.length) : gap;
      const cut = whole.slice(from, end);
      const lost = isBlank(cut, 0) && isBlank(words, index) ? cut.trimEnd() : cut;
      // Words that stood apart do not run into others.
      const before = isBlank(whole, from - 1) && !isBlank(words, index - 1) && !isBlank(lost, 0) ? ' ' : '';
      const after = isBlank(whole, end) && !isBlank(words, index) && !isBlank(lost, lost.length - 1) ? ' ' : '';
      return { client: stretch.client, words: before + lost + after, place: { text, index } };
    });
  });
}

/** Where in the whole text that stretch stands of which nothing is kept. */
function stretchesLost({ words, at }: Stretch, kept: readonly boolean[]): [from: number, end: number][] {
  const stretches: [from: number, end: number][] = [];
  for (let one = at; one < at + words.length; one += 1) {
    if (kept[one]) continue;
    const last = stretches.at(-1);
    if (last?.[1] === one) last[1] += 1;
    else stretches.push([one, one + 1]);
  }
  return stretches;
}

const isBlank = (words: string, at: number): boolean => words.charAt(at).trim() === '';

/** Where nothing was written anew: what nobody has brought along, by itself where the text stood. */
function homeless(place: Place | null, { unseen }: Gone, versions: TextVersions): LostWords[] {
  if (!place) return [];
  return unseen
    .filter(({ words }) => words.trim() !== '' && !versions.has(words))
    .map(({ client, words }) => ({ client, words, place }));
}

/**
 * Writes words where they belong.
 * @param lost in the order in which they were found
 * @param paragraph the kind of block that holds words by themselves
 */
export function putBack(lost: readonly LostWords[], paragraph: string): void {
  // The last first, so that the places of those before stay true.
  for (const { words, place } of lost.toReversed()) {
    if ('text' in place) {
      place.text.insert(place.index, words);
      continue;
    }
    const block = new Y.XmlElement(paragraph);
    block.insert(0, [new Y.XmlText(words)]);
    place.root.insert(place.index, [block]);
  }
}

/**
 * Where a place in a text that this change took away is now, for a caret that stood there; null when it is not gone, or
 * was not written anew.
 */
export function placeAfter(transaction: Y.Transaction, place: Y.RelativePosition): Y.RelativePosition | null {
  const { store } = transaction.doc;
  const anchor = place.item ?? place.type;
  if (!anchor || anchor.clock >= Y.getState(store, anchor.client)) return null;
  const item = Y.getItem(store, anchor);
  if (!(item instanceof Y.Item)) return null;
  const text = place.item ? item.parent : textOf(item);
  if (!(text instanceof Y.XmlText) || !text._item?.deleted) return null;
  let before = '';
  let after = '';
  let isPast = false;
  for (const one of stringsIn(text)) {
    if (!Y.isDeleted(transaction.deleteSet, one.item.id)) continue;
    if (place.item && one.item === item) {
      const within = place.item.clock - item.id.clock;
      before += one.words.slice(0, within);
      after += one.words.slice(within);
      isPast = true;
    } else if (isPast) after += one.words;
    else before += one.words;
  }
  const version = new TextVersions(textsWritten(transaction.doc, broughtBy(transaction))).find(before + after);
  if (!version) return null;
  const index = align(before + after, version.words).places[before.length] ?? version.words.length;
  return Y.createRelativePositionFromTypeIndex(version.text, index, place.assoc);
}
