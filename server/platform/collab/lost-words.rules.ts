import * as Y from 'yjs';
import { align, shareIn } from './alignment.rules';

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
/** Whether whoever took away what this stands in had not seen it. */
type IsUnseen = (id: Y.ID) => boolean;
type Written = { text: Y.XmlText; words: string };

/** A text of which no more than this share stands in another is no version of it. */
const SHARE_MIN = 0.5;
/** So many pairs of texts are compared for one change: it is done on the event loop. */
const COMPARED_MAX = 64;
/** So many characters are not written twice by chance. */
const PHRASE_CHARACTERS = 8;

const textOf = (struct: Y.AbstractStruct): Y.XmlText | null =>
  struct instanceof Y.Item && struct.content instanceof Y.ContentType && struct.content.type instanceof Y.XmlText
    ? struct.content.type
    : null;

function* stringsIn(text: Y.XmlText): Generator<{ item: Y.Item; words: string }> {
  for (let item = text._start; item !== null; item = item.right) {
    if (item.content instanceof Y.ContentString) yield { item, words: item.content.str };
  }
}

/** How many characters of an item, from `at` on, are alike in having been seen or not: Yjs joins what was typed on. */
function alikeFrom({ id: { client, clock } }: Y.Item, length: number, at: number, isUnseen: IsUnseen): number {
  const first = isUnseen(Y.createID(client, clock + at));
  let end = at + 1;
  while (end < length && isUnseen(Y.createID(client, clock + end)) === first) end += 1;
  return end - at;
}

function goneText(transaction: Y.Transaction, text: Y.XmlText, isUnseen: IsUnseen): Gone {
  const gone: Gone = { text, whole: '', seen: '', unseen: [] };
  for (const { item, words } of stringsIn(text)) {
    if (!Y.isDeleted(transaction.deleteSet, item.id)) continue;
    const { client, clock } = item.id;
    for (let [at, count] = [0, 0]; at < words.length; at += count) {
      count = alikeFrom(item, words.length, at, isUnseen);
      const part = words.slice(at, at + count);
      const [place, last] = [gone.whole.length, gone.unseen.at(-1)];
      gone.whole += part;
      if (!isUnseen(Y.createID(client, clock + at))) gone.seen += part;
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

/** What a change brought that was not there before it, what was gone when it came as well. */
export function* structsBrought({ doc, beforeState, afterState }: Y.Transaction): Generator<Y.AbstractStruct> {
  for (const [client, end] of afterState) {
    const before = beforeState.get(client) ?? 0;
    const structs = doc.store.clients.get(client);
    if (structs && end > before) yield* structs.slice(Y.findIndexSS(structs, before));
  }
}

/** The texts that a change brought or changed. */
function textsWritten(transaction: Y.Transaction): Written[] {
  const texts = new Set<Y.XmlText>();
  for (const struct of structsBrought(transaction)) {
    const text = textOf(struct);
    if (text && !struct.deleted) texts.add(text);
  }
  for (const type of transaction.changed.keys()) if (type instanceof Y.XmlText && !type._item?.deleted) texts.add(type);
  return [...texts].map((text) => ({ text, words: plain(text) }));
}

function plain(text: Y.XmlText): string {
  let all = '';
  for (const { item, words } of stringsIn(text)) if (!item.deleted) all += words;
  return all;
}

/** Which of these texts is that one, written anew. Of many, only one that is the very same. */
function versionOf(words: string, written: readonly Written[], gone = 1): Written | null {
  const same = written.find((one) => words !== '' && one.words === words);
  if (same || written.length * gone > COMPARED_MAX) return same ?? null;
  let best: Written | null = null;
  let most = SHARE_MIN;
  for (const one of written) {
    const share = shareIn(words, one.words);
    if (share > most) [best, most] = [one, share];
  }
  return best;
}

/** In front of what follows, in what the document holds at its top, on the place of a text that is gone. */
function besideText(doc: Y.Doc, text: Y.XmlText): Place | null {
  let item = text._item;
  while (item && item.parent instanceof Y.AbstractType && item.parent._item) item = item.parent._item;
  if (!item?.parent || !(item.parent instanceof Y.AbstractType)) return null;
  // Only a root that is asked for by its kind has one.
  const root = doc.getXmlFragment(Y.findRootTypeKey(item.parent));
  let index = 0;
  for (let one: Y.Item | null = item; one; one = one.left) if (!one.deleted && one.countable) index += one.length;
  return { root, index };
}

/**
 * Words that a change of somebody else took away unseen, in the order of the document within each text. To be called
 * before Yjs forgets what was deleted, in `beforeObserverCalls`.
 * @param isUnseen whether whoever took away what this is in had not seen it
 */
export function findLostWords(transaction: Y.Transaction, isUnseen: IsUnseen): LostWords[] {
  if (transaction.deleteSet.clients.size === 0) return [];
  const gone = textsGone(transaction)
    .map((text) => goneText(transaction, text, isUnseen))
    .filter(({ unseen }) => unseen.some(({ words }) => words.trim() !== ''));
  if (gone.length === 0) return [];
  let written = textsWritten(transaction);
  const found: LostWords[] = [];
  for (const one of gone) {
    const version = versionOf(one.seen, written, gone.length);
    if (version) {
      written = written.filter((other) => other !== version);
      found.push(...lostFrom(one, version));
    } else {
      found.push(...homeless(transaction.doc, one, written));
    }
  }
  return found;
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
function homeless(doc: Y.Doc, { text, unseen }: Gone, written: readonly Written[]): LostWords[] {
  const place = besideText(doc, text);
  if (!place) return [];
  const isThere = (words: string) =>
    written.some((one) => one.words === words || (words.length >= PHRASE_CHARACTERS && one.words.includes(words)));
  return unseen
    .filter(({ words }) => words.trim() !== '' && !isThere(words))
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
  const version = versionOf(before + after, textsWritten(transaction));
  if (!version) return null;
  const index = align(before + after, version.words).places[before.length] ?? version.words.length;
  return Y.createRelativePositionFromTypeIndex(version.text, index, place.assoc);
}
