import type { Schema } from '@tiptap/pm/model';
import * as Y from 'yjs';
import { align } from '@/server/platform/collab/alignment.rules';

type Place = Y.RelativePosition;
type Part = Y.XmlFragment | Y.XmlText;
type IsThere = (item: Y.Item) => boolean;
type Line = { text: Y.XmlText; words: string };
/** A line in which what was gone may stand. `isPutBack`: it holds nothing but what somebody else had not seen of it. */
type Written = Line & { isPutBack: boolean };

/** A text of which no more than this share stands in another is no version of it. */
const SHARE_MIN = 0.5;
/** With so many texts that a change brought one is compared: it is done between two letters. */
const COMPARED_MAX = 64;

function partOf({ content }: Y.Item): Part | null {
  const type = content instanceof Y.ContentType ? content.type : null;
  return type instanceof Y.XmlFragment || type instanceof Y.XmlText ? type : null;
}

/** All that a document consists of, in its order, with what is gone and not forgotten yet. */
function* partsIn(parent: Y.XmlFragment): Generator<Part> {
  for (let item = parent._start; item !== null; item = item.right) {
    const part = partOf(item);
    if (part) yield part;
    if (part instanceof Y.XmlFragment) yield* partsIn(part);
  }
}

function* stringsIn(text: Y.XmlText, isThere: IsThere): Generator<{ item: Y.Item; words: string }> {
  for (let item = text._start; item !== null; item = item.right) {
    if (item.content instanceof Y.ContentString) yield { item, words: isThere(item) ? item.content.str : '' };
  }
}

const isLive: IsThere = ({ deleted }) => !deleted;

const wordsOf = (text: Y.XmlText, isThere: IsThere): string =>
  [...stringsIn(text, isThere)].map(({ words }) => words).join('');

/** How many letters of a text stand before a place in it. */
function lettersBefore(text: Y.XmlText, { item: letter, assoc }: Place, isThere: IsThere): number {
  const isBehind = assoc < 0;
  let count = 0;
  // What is bound to no letter is at an end of its text.
  if (!letter && isBehind) return count;
  for (const { item, words } of stringsIn(text, isThere)) {
    const within = letter && letter.client === item.id.client ? letter.clock - item.id.clock : -1;
    if (within >= 0 && within < item.length) return count + Math.min(within + (isBehind ? 1 : 0), words.length);
    count += words.length;
  }
  return count;
}

/** What a place is in. */
function partAt({ store }: Y.Doc, { item: letter, type }: Place): Part | null {
  const id = letter ?? type;
  const item = id && id.clock < Y.getState(store, id.client) ? Y.getItem(store, id) : null;
  if (!(item instanceof Y.Item)) return null;
  if (!letter) return partOf(item);
  return item.parent instanceof Y.XmlText ? item.parent : null;
}

/** Where what stood in a document is now that somebody else has changed it. */
export class AfterChange {
  private readonly shared: Y.XmlFragment;
  private readonly transaction: Y.Transaction;
  private readonly schema: Schema;

  constructor(shared: Y.XmlFragment, transaction: Y.Transaction, schema: Schema) {
    this.shared = shared;
    this.transaction = transaction;
    this.schema = schema;
  }

  private readonly isTakenAway = ({ id }: Y.Item): boolean => Y.isDeleted(this.transaction.deleteSet, id);

  /** Whether the change brought this, or whoever put words back upon it. */
  private isBrought({ id }: Y.Item): boolean {
    return id.clock >= (this.transaction.beforeState.get(id.client) ?? 0);
  }

  private isPutBack({ id }: Y.Item): boolean {
    return id.clock >= (this.transaction.afterState.get(id.client) ?? 0);
  }

  /** @returns null where what the place is in stayed, or was not written anew */
  placeOf(place: Place): Place | null {
    const part = partAt(this.transaction.doc, place);
    if (!part?._item?.deleted) return null;
    if (!(part instanceof Y.XmlText)) return this.inEmptyLine();
    const words = wordsOf(part, this.isTakenAway);
    const version = this.versionOf({ text: part, words });
    if (!version) return words.trim() === '' ? this.inEmptyLine() : null;
    const before = lettersBefore(part, place, this.isTakenAway);
    return Y.createRelativePositionFromTypeIndex(version.text, placeIn(words, version.words, before), -1);
  }

  /** Nothing tells one empty line from another: they are followed as long as there is but one. */
  private inEmptyLine(): Place | null {
    const lines = [...partsIn(this.shared)].filter(
      (part): part is Y.XmlElement =>
        part instanceof Y.XmlElement &&
        this.schema.nodes[part.nodeName]?.isTextblock === true &&
        part._item?.deleted === false &&
        this.isBrought(part._item) &&
        part.toArray().every((child) => child instanceof Y.XmlText && wordsOf(child, isLive).trim() === ''),
    );
    const [line, other] = lines;
    return line?._item && !other ? new Y.RelativePosition(line._item.id, null, null) : null;
  }

  /** Of several that are the same, each is followed by the one that comes in the same turn. */
  private versionOf({ text, words }: Line): Line | null {
    const texts = [...partsIn(this.shared)].filter((part) => part instanceof Y.XmlText);
    const written = texts.flatMap((one): Written[] => {
      if (!one._item || one._item.deleted || !(this.isBrought(one._item) || this.isChanged(one))) return [];
      return [{ text: one, words: wordsOf(one, isLive), isPutBack: this.isPutBack(one._item) }];
    });
    const same = written.filter((one) => one.words !== '' && one.words === words);
    if (same.length === 0) return closestTo(words, written.slice(0, COMPARED_MAX));
    const twins = texts.filter((one) => this.wasThere(one) && wordsOf(one, this.isTakenAway) === words);
    return same[twins.indexOf(text)] ?? same.at(-1) ?? null;
  }

  private wasThere({ _item }: Y.XmlText): boolean {
    return _item !== null && this.isTakenAway(_item) && !this.isBrought(_item);
  }

  private isChanged(text: Y.XmlText): boolean {
    return this.transaction.changed.has(text as never);
  }
}

/** How many letters two texts begin with that are the same, and end with behind those. */
function endsAlike(one: string, other: string): { before: number; after: number } {
  const most = Math.min(one.length, other.length);
  let [before, after] = [0, 0];
  while (before < most && one[before] === other[before]) before += 1;
  while (before + after < most && one.at(-1 - after) === other.at(-1 - after)) after += 1;
  return { before, after };
}

/** Blanks tell no text from another, and are not put back by themselves. */
const lettersIn = (words: string): number => words.replaceAll(/\s/g, '').length;

/** How many letters of a text stand in another one: at its ends, as a whole, or word for word. */
function lettersKept(words: string, later: string): number {
  const { before, after } = endsAlike(words, later);
  const ends = lettersIn(words.slice(0, before)) + lettersIn(words.slice(words.length - after));
  const whole = words.includes(later) ? lettersIn(later) : 0;
  const { kept } = align(words, later);
  return Math.max(
    ends,
    whole,
    lettersIn(
      words
        .split('')
        .filter((_, at) => kept[at])
        .join(''),
    ),
  );
}

function closestTo(words: string, lines: readonly Written[]): Line | null {
  let best: Line | null = null;
  let most = 0;
  for (const line of lines) {
    const kept = lettersKept(words, line.words);
    if (kept > SHARE_MIN * lettersIn(line.isPutBack ? line.words : words) && kept > most) [best, most] = [line, kept];
  }
  return best;
}

/** Where a place in a text is in a later version of it: behind the same letters, or where words went, in their place. */
function placeIn(words: string, later: string, place: number): number {
  if (words.includes(later)) {
    const near = words.indexOf(later, Math.max(0, place - later.length));
    const start = near >= 0 ? near : words.lastIndexOf(later);
    return Math.max(0, Math.min(place - start, later.length));
  }
  const { before, after } = endsAlike(words, later);
  if (place <= before) return place;
  if (words.length - place <= after) return later.length - (words.length - place);
  return align(words, later).places[place] ?? later.length;
}
