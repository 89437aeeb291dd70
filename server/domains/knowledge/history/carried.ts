import * as Y from 'yjs';
import type { NumberedWritten } from '@/server/platform/collab';
import { applyUpdates } from '@/server/platform/collab/encoded';
import { structsBetween } from '@/server/platform/collab/structs.rules';
import { type GoneText, GoneTexts } from './gone-texts';
import { type Rank, ranksOf } from './ranks';

/** Who wrote a character first, and with which update. */
export type Author = { by: string | null; seq: bigint };

type TextItem = Y.Item & { content: Y.ContentString; parent: Y.XmlText };

/** A place of a text between what stood there before and stands there still: what is new, what is gone, and what goes now. */
type Place = { fresh: TextItem[]; gone: TextItem[]; goes: TextItem[] };
/** Items as they were written, one behind the other, whatever came between them later or was deleted of them. */
type Unit = { items: TextItem[]; place: Place; rank: number };

const emptyPlace = (): Place => ({ fresh: [], gone: [], goes: [] });

const isText = (struct: Y.Item | Y.GC): struct is TextItem =>
  struct instanceof Y.Item && struct.content instanceof Y.ContentString && struct.parent instanceof Y.XmlText;

const textOf = (items: readonly TextItem[]): string => items.map(({ content }) => content.str).join('');

/** A text, cut where something stands that stood there before. */
function placesIn(text: Y.XmlText, isNew: (item: Y.Item) => boolean, goesNow: (item: Y.Item) => boolean): Place[] {
  const places: Place[] = [emptyPlace()];
  for (let item = text._start; item; item = item.right) {
    if (!isText(item)) continue;
    if (!item.deleted && !isNew(item)) {
      places.push(emptyPlace());
      continue;
    }
    const place = places.at(-1) as Place;
    if (isNew(item)) place.fresh.push(item);
    if (item.deleted) place.gone.push(item);
    if (item.deleted && goesNow(item)) place.goes.push(item);
  }
  return places;
}

const goesOn = (last: TextItem | undefined, item: TextItem): boolean =>
  last?.id.client === item.id.client &&
  last.id.clock + last.length === item.id.clock &&
  Y.compareIDs(item.origin, last.lastId);

const inOrder = (one: Unit, other: Unit): number => (one.rank === other.rank ? 0 : one.rank - other.rank);

/** What still stands there may be made of anything that is gone. */
const LAST = Number.POSITIVE_INFINITY;

function unitsIn(place: Place, rank: Rank): Unit[] {
  const units: Unit[] = [];
  const written = place.fresh.toSorted(
    (one, other) => one.id.client - other.id.client || one.id.clock - other.id.clock,
  );
  for (const item of written) {
    const last = units.at(-1);
    if (last && goesOn(last.items.at(-1), item)) last.items.push(item);
    else units.push({ items: [item], place, rank: rank(item.id) });
  }
  for (const unit of units) if (unit.items.some(({ deleted }) => !deleted)) unit.rank = LAST;
  return units;
}

/**
 * CO-V58: who wrote each character of a document, told from all that was ever written to it. Yjs gives words that are
 * wrapped, moved, taken back or restored new places, by whoever does it; they stay theirs who wrote them: what comes with
 * the words of what goes in the same change, of what went before, or of what is gone from its place, has their authors.
 */
export class Authors {
  private readonly byClient = new Map<number, Author[]>();
  /** Who writes as which client: of a moment, what comes late may be known by the update of another. */
  private readonly owners = new Map<number, string | null>();
  private readonly gone = new GoneTexts();

  /** @param doc empty, and keeps what is deleted */
  constructor(private readonly doc: Y.Doc) {}

  /**
   * Writes updates to the document, in order. Those with one number belong to one moment and have no order: words that were
   * written, moved and cut within it may be told of whoever cut them.
   */
  write(updates: readonly NumberedWritten[]): void {
    for (let from = 0; from < updates.length; ) {
      const seq = (updates[from] as NumberedWritten).seq;
      let to = from + 1;
      while (updates[to]?.seq === seq) to += 1;
      this.writeMoment(updates.slice(from, to), seq);
      from = to;
    }
  }

  /** @returns null where a character was never seen to be written */
  of(client: number, clock: number): Author | null {
    return this.byClient.get(client)?.[clock] ?? null;
  }

  private writeMoment(updates: readonly NumberedWritten[], seq: bigint): void {
    for (const { personId, bytes } of updates) {
      for (const { id } of Y.decodeUpdate(bytes).structs) this.owners.set(id.client, personId);
    }
    const look = (transaction: Y.Transaction) => this.look(transaction, seq);
    this.doc.once('afterTransaction', look);
    applyUpdates(
      this.doc,
      updates.map(({ bytes }) => bytes),
    );
    this.doc.off('afterTransaction', look);
  }

  private look(transaction: Y.Transaction, seq: bigint): void {
    const { beforeState, afterState, deleteSet } = transaction;
    const touched = new Set<Y.XmlText>();
    for (const [client, after] of afterState) {
      const author = { by: this.owners.get(client) ?? null, seq };
      for (const struct of structsBetween(this.doc, client, beforeState.get(client) ?? 0, after)) {
        if (!isText(struct)) continue;
        this.set(struct, author);
        touched.add(struct.parent);
      }
    }
    for (const [client, ranges] of deleteSet.clients) {
      for (const { clock, len } of ranges) {
        for (const struct of structsBetween(this.doc, client, clock, clock + len))
          if (isText(struct)) touched.add(struct.parent);
      }
    }
    const isNew = ({ id }: Y.Item) => id.clock >= (beforeState.get(id.client) ?? 0);
    const goesNow = ({ id }: Y.Item) => Y.isDeleted(deleteSet, id);
    const places = [...touched].flatMap((text) => placesIn(text, isNew, goesNow));
    const rank = ranksOf(this.doc, transaction);
    const goes = places.map(({ goes }) => ({
      text: textOf(goes),
      rank: goes.reduce((most, { id }) => Math.max(most, rank(id)), 0),
      authors: () => this.goneOf(goes).authors,
    }));
    this.gone.begin(goes);
    const units = places.flatMap((place) => unitsIn(place, rank));
    for (const unit of units.sort(inOrder)) this.carry(unit, rank);
    for (const place of places) this.carryAll(place);
    this.gone.end();
  }

  private goneOf(items: readonly TextItem[]): GoneText {
    const authors: GoneText['authors'] = [];
    for (const { id, length } of items) {
      for (let at = 0; at < length; at += 1) authors.push(this.of(id.client, id.clock + at));
    }
    return { text: textOf(items), authors };
  }

  private set({ id, length }: Y.Item, author: Author): void {
    const own = this.byClient.get(id.client) ?? [];
    this.byClient.set(id.client, own);
    for (let at = 0; at < length; at += 1) own[id.clock + at] = author;
  }

  private carry({ items, place, rank }: Unit, rankOf: Rank): void {
    const own = new Set(items);
    const near = () => this.goneOf(place.gone.filter((item) => !own.has(item) && rankOf(item.id) < rank));
    this.found(items, this.gone.authorsOf(textOf(items), rank, near));
  }

  /** What was put together of pieces is somebody's words all the same. */
  private carryAll(place: Place): void {
    const items = place.fresh.filter(({ deleted }) => !deleted);
    if (items.length > 1)
      this.found(
        items,
        this.gone.authorsOfWhole(textOf(items), LAST, () => this.goneOf(place.gone)),
      );
  }

  private found(items: readonly TextItem[], found: readonly (Author | null)[] | null): void {
    if (!found) return;
    let start = 0;
    for (const { id, length } of items) {
      const own = this.byClient.get(id.client);
      for (let at = 0; at < length; at += 1) {
        const author = found[start + at];
        if (own && author) own[id.clock + at] = author;
      }
      start += length;
    }
  }
}
