import type { Schema } from '@tiptap/pm/model';
import * as Y from 'yjs';
import { align, endsAlike } from '@/server/platform/collab/alignment.rules';
import { broughtBy, writtenBy } from '@/server/platform/collab/gone-texts.rules';
import { type IdRanges, isIn } from '@/server/platform/collab/id-ranges.rules';
import { stateOf } from '@/server/platform/collab/structs.rules';
import { SHARE_MIN, SURE_CHARACTERS } from '@/server/platform/collab/text-versions.rules';
import { BesideGone, isWordAtEnd } from './beside-gone';
import { lettersOf, type Part, partOf, partsIn, wordsOf } from './document-parts';

type Letter = { client: number; clock: number };
/** A run of letters, and a place in it. */
type Run = { words: string; place: number };
/** What a change wrote: a text, or some letters in one. `isPutBack`: nothing but what somebody else had not seen of it. */
type Written = { text: Y.XmlText; words: string; start: number; isWhole: boolean; isPutBack: boolean };

/** A place before a change: what it is in, and where it is between the letters of that. */
export type PlaceBefore = { part: Part; words: string; letters: readonly Letter[]; place: number };

/** With so many texts that a change brought one is compared: it is done between two letters. */
const COMPARED_MAX = 64;

/** What a place is in. */
function partAt({ store }: Y.Doc, { item: letter, type }: Y.RelativePosition): Part | null {
  const id = letter ?? type;
  const item = id && id.clock < Y.getState(store, id.client) ? Y.getItem(store, id) : null;
  if (!(item instanceof Y.Item)) return null;
  if (!letter) return partOf(item);
  return item.parent instanceof Y.XmlText ? item.parent : null;
}

/** To be asked before others change a document. @returns null for a place at its top */
export function placeBefore(doc: Y.Doc, at: Y.RelativePosition): PlaceBefore | null {
  const part = partAt(doc, at);
  if (!(part instanceof Y.XmlText)) return part && { part, words: '', letters: [], place: 0 };
  let words = '';
  const letters: Letter[] = [];
  for (const [some, { client, clock }] of lettersOf(part, ({ deleted }) => !deleted)) {
    words += some;
    for (let by = 0; by < some.length; by += 1) letters.push({ client, clock: clock + by });
  }
  return { part, words, letters, place: Y.createAbsolutePositionFromRelativePosition(at, doc)?.index ?? 0 };
}

/** Where what stood in a document is now that somebody else has changed it. */
export class AfterChange {
  private readonly shared: Y.XmlFragment;
  private readonly transaction: Y.Transaction;
  private readonly schema: Schema;
  /** What came with the change, and with whoever put words back upon it. */
  private readonly brought: IdRanges;
  private readonly besideGone: BesideGone;

  constructor(shared: Y.XmlFragment, transaction: Y.Transaction, schema: Schema) {
    this.shared = shared;
    this.transaction = transaction;
    this.schema = schema;
    this.brought = broughtBy({ beforeState: transaction.beforeState, afterState: stateOf(transaction.doc) });
    const isBrought = (item: Y.Item) => this.isBrought(item);
    this.besideGone = new BesideGone(shared, schema, { transaction, isBrought });
  }

  private isBrought({ id }: Y.Item): boolean {
    return isIn(this.brought, id.client, id.clock);
  }

  /** @returns null where what the place is in stayed, or was not written anew */
  placeOf(before: PlaceBefore): Y.RelativePosition | null {
    const { part, words, place } = before;
    const isGone = part._item?.deleted === true;
    if (!(part instanceof Y.XmlText)) return isGone ? this.inEmptyLine(part) : null;
    if (!isGone && wordsOf(part) === words) return null;
    const written = this.written();
    const same = words === '' ? null : this.sameAs(before, written);
    if (same) return placeIn({ words, place }, same);
    if (isGone && words.trim() === '') return this.inEmptyLine(part);
    const run = isGone ? { words, place } : this.runTakenAround(before);
    const others = written.filter(({ text }) => text !== part);
    const isWrittenOver = !isGone && wordsOf(part, (item) => !item.deleted && this.isBrought(item)) !== '';
    const elsewhere = isWrittenOver ? elsewhereOf(before, wordsOf(part), others) : null;
    if (elsewhere) return placeIn({ words, place }, elsewhere);
    const inPlace = run && !isGone ? this.inPlaceOf(before, run) : null;
    // Where others came in their place, only a block that is new may have the letters as well: the second half of a split.
    const isNew = ({ text }: Written) => text._item !== null && this.isBrought(text._item);
    const near = inPlace?.words ? [inPlace, ...others.filter(isNew)] : others;
    const later = run && (closestTo(run.words, near) ?? inPlace);
    const isBehind = later !== null && later === inPlace && run?.place === run?.words.length;
    if (run && later) {
      // What is left of another line that was cut together with this one came in this place as well.
      const cut = isBehind || (isGone && isAtStart(run, later)) ? this.besideGone.atCut(later.text) : null;
      return cut ?? placeIn(isBehind ? { words: later.words, place: later.words.length } : run, later);
    }
    if (!isGone) return null;
    const own = this.byItself(before, others) ?? mostlyOf(before, others);
    return own ? placeIn({ words, place }, own) : this.besideGone.placeFor(part);
  }

  /** However few of the letters of a text that is gone were put back, they are what one goes on behind. */
  private byItself({ words }: PlaceBefore, written: readonly Written[]): Written | undefined {
    return written.findLast(({ text, isWhole, words: some }) => {
      const isAtTop = text.parent?.parent === this.shared && text._item !== null && this.isBrought(text._item);
      return isAtTop && isWhole && some.trim() !== '' && words.includes(some);
    });
  }

  /** What came in place of letters that were taken out of a text that stays, if anything did. */
  private inPlaceOf({ part, letters, place }: PlaceBefore, run: Run): Written | null {
    if (!(part instanceof Y.XmlText)) return null;
    const start = place - run.place;
    const [before, behind] = [letters[start - 1], letters[start + run.words.length]];
    const indexOf = ({ client, clock }: Letter): number =>
      Y.createAbsolutePositionFromRelativePosition(
        new Y.RelativePosition(null, null, Y.createID(client, clock)),
        this.transaction.doc,
      )?.index ?? 0;
    const [from, end] = [before ? indexOf(before) + 1 : 0, behind ? indexOf(behind) : part.length];
    const words = wordsOf(part).slice(from, end);
    return { text: part, words, start: from, isWhole: false, isPutBack: false };
  }

  /** What of a text that stays was taken away with the letter behind which a place is; null where that letter stayed. */
  private runTakenAround({ words, letters, place }: PlaceBefore): Run | null {
    const { store } = this.transaction.doc;
    const isTaken = (at: number): boolean => {
      const letter = letters[at];
      return letter !== undefined && Y.getItem(store, Y.createID(letter.client, letter.clock)).deleted;
    };
    if (!isTaken(place - 1)) return null;
    let [start, end] = [place - 1, place];
    while (isTaken(start - 1)) start -= 1;
    while (isTaken(end)) end += 1;
    return { words: words.slice(start, end), place: place - start };
  }

  /**
   * Nothing tells one empty line from another: they are followed as long as there is but one. Where several came, one of
   * them may be it; where none did, it is gone.
   */
  private inEmptyLine(part: Part): Y.RelativePosition | null {
    const lines = [...partsIn(this.shared)].filter(
      (one): one is Y.XmlElement =>
        one instanceof Y.XmlElement &&
        this.schema.nodes[one.nodeName]?.isTextblock === true &&
        one._item?.deleted === false &&
        this.isBrought(one._item) &&
        one.toArray().every((child) => child instanceof Y.XmlText && wordsOf(child).trim() === ''),
    );
    const [line, other] = lines;
    if (!line) return this.besideGone.placeFor(part);
    return line._item && !other ? new Y.RelativePosition(line._item.id, null, null, -1) : null;
  }

  /** Texts that are not what they were, in the order of the document, and then what was written into those that stayed. */
  private written(): Written[] {
    const { doc, afterState, changed } = this.transaction;
    const found = new Map(writtenBy(doc, this.brought).map((one) => [one.text, one]));
    const [wholes, parts]: [Written[], Written[]] = [[], []];
    for (const text of partsIn(this.shared)) {
      if (!(text instanceof Y.XmlText) || !text._item || text._item.deleted) continue;
      const one = found.get(text);
      if (!one && !changed.has(text as never)) continue;
      const { id } = text._item;
      const isPutBack = id.clock >= (afterState.get(id.client) ?? 0);
      const whole = { text, words: wordsOf(text), start: 0, isWhole: true, isPutBack };
      wholes.push(whole);
      if (one && !one.isNew) parts.push({ ...whole, words: one.words, start: one.start, isWhole: false });
    }
    return [...wholes, ...parts];
  }

  /** The very same text. Of several that are the same, each is followed by the one that comes in the same turn. */
  private sameAs({ part, words }: PlaceBefore, written: readonly Written[]): Written | null {
    const same = written.filter((one) => one.words === words);
    const wholes = same.filter(({ isWhole }) => isWhole);
    if (wholes.length < 2) return wholes[0] ?? same[0] ?? null;
    const twins = [...partsIn(this.shared)].filter(
      (one) => one === part || (one instanceof Y.XmlText && this.wasThere(one) && this.wordsBefore(one) === words),
    );
    return wholes[twins.indexOf(part)] ?? wholes.at(-1) ?? null;
  }

  private wasThere({ _item }: Y.XmlText): boolean {
    return _item !== null && !this.isBrought(_item) && (!_item.deleted || this.isTakenAway(_item));
  }

  private readonly isTakenAway = ({ id }: Y.Item): boolean => Y.isDeleted(this.transaction.deleteSet, id);

  private wordsBefore(text: Y.XmlText): string {
    return wordsOf(text, (item) => (item.deleted ? this.isTakenAway(item) : true) && !this.isBrought(item));
  }
}

/** Blanks tell no text from another, and are not put back by themselves. */
const lettersIn = (words: string): number => words.replaceAll(/\s/g, '').length;

/** How many letters of a text stand in another one: at its ends, as a whole, or word for word. */
function lettersKept(words: string, later: string): number {
  const [one, other] = [words.trim(), later.trim()];
  const { before, after } = endsAlike(one, other);
  const ends = lettersIn(one.slice(0, before)) + lettersIn(one.slice(one.length - after));
  const whole = one.includes(other) ? lettersIn(other) : 0;
  const { kept } = align(one, other);
  const byWords = one.split('').filter((_, at) => kept[at]);
  return Math.max(ends, whole, lettersIn(byWords.join('')));
}

/** The same words, or those in which most of these stand. */
function closestTo(words: string, lines: readonly Written[]): Written | null {
  let best: Written | null = null;
  let most = 0;
  const same = lines.find((line) => line.words === words);
  for (const line of same ? [] : lines.slice(0, COMPARED_MAX)) {
    const kept = lettersKept(words, line.words);
    if (kept > SHARE_MIN * lettersIn(line.isPutBack ? line.words : words) && kept > most) [best, most] = [line, kept];
  }
  return same ?? best;
}

/**
 * Whoever has a whole text changed, as by bringing back an old version of it, writes the words of one block into another one
 * of the kind: then one goes along with one's words.
 */
function elsewhereOf(before: PlaceBefore, now: string, others: readonly Written[]): Written | null {
  const { words } = before;
  if (lettersKept(words, now) > SHARE_MIN * lettersIn(words)) return null;
  const wholes = others.filter(({ isWhole }) => isWhole);
  const found = closestTo(words, wholes) ?? mostlyOf(before, wholes);
  return found && hasLetterBefore(before, found) ? found : null;
}

/** Of some texts that are for the most part of these words, with the letter behind which the place is, the one that has most. */
function mostlyOf(before: PlaceBefore, written: readonly Written[]): Written | null {
  let best: Written | null = null;
  let most = SURE_CHARACTERS - 1;
  for (const one of written.slice(0, COMPARED_MAX)) {
    const kept = lettersKept(before.words, one.words);
    if (kept <= SHARE_MIN * lettersIn(one.words) || kept <= most || !hasLetterBefore(before, one)) continue;
    [best, most] = [one, kept];
  }
  return best;
}

/** Whether the letter behind which a place is, or with which its text begins, stands in a later version of that. */
function hasLetterBefore({ words, place }: PlaceBefore, { words: later }: Written): boolean {
  const letter = Math.max(0, place - 1);
  const { before, after } = endsAlike(words, later);
  return letter < before || letter >= words.length - after || align(words, later).kept[letter] === true;
}

/** Where a place in a run of letters is in a later version of it. */
function placeIn({ words, place }: Run, { text, words: later, start }: Written): Y.RelativePosition {
  return Y.createRelativePositionFromTypeIndex(text, start + lettersBefore(words, later, place), -1);
}

/** Whether nothing of what stood before a place in a run of letters is in a later version of it. */
const isAtStart = ({ words, place }: Run, { words: later }: Written): boolean =>
  lettersBefore(words, later, place) === 0;

/** Where a place in a text is in a later version of it: behind the same letters, or where words went, in their place. */
function lettersBefore(words: string, later: string, place: number): number {
  if (words.includes(later)) {
    const near = words.indexOf(later, Math.max(0, place - later.length));
    const start = near >= 0 ? near : words.lastIndexOf(later);
    return Math.max(0, Math.min(place - start, later.length));
  }
  const { before, after } = endsAlike(words, later);
  if (place <= before) return place;
  if (words.slice(before, place).trim() === '') return before;
  const { kept, places } = align(words, later);
  // A word before it that is there tells more than a full stop with which both end.
  const isAtEnd = words.length - place <= after && (isWordAtEnd(words, after) || kept[place - 1] !== true);
  return isAtEnd ? later.length - (words.length - place) : (places[place] ?? later.length);
}
