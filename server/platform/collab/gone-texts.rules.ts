import * as Y from 'yjs';
import { eachRange, type IdRanges, isIn, type Part, partsOf, rangesOf } from './id-ranges.rules';
import { structsBetween } from './structs.rules';
import type { Written } from './text-versions.rules';

/** Marks by name, as they are kept beside words. */
export type Looks = Readonly<Record<string, unknown>>;
/** Words that look alike. */
export type Piece = { words: string; looks: Looks };
/** So many ids of a client, from one on. */
export type Ids = { client: number; clock: number; length: number };
/** Words of one person that stand together in a text. `at`, `seenBefore`: so many characters, seen ones, before them. */
export type Stretch = { client: number; pieces: Piece[]; ids: Ids[]; length: number; at: number; seenBefore: number };
/**
 * A text that is gone, or a stretch that was taken out of one that stays: all of it, what whoever took it away had seen of
 * it, and what not. Of a text that stays, what was not seen stays too. `isReplaced`: other words came in its place, and what
 * was not seen stands behind those. `takenAt`: behind so many seen characters, something had been taken out before.
 */
export type Gone = {
  text: Y.XmlText;
  stays: boolean;
  isReplaced: boolean;
  takenAt: number[];
  all: string;
  seen: string;
  unseen: Stretch[];
};
/** So many ids from one on: of which of them whoever took away what they stand in had seen what they are. */
export type Seen = (client: number, clock: number, length: number) => Part[];

/**
 * What whoever made a change had seen: of what they took away, and of letters that stay (`stretchesOutOf`). `settled`: what
 * everybody has seen by now, where nobody knows of this one. `takenBehind`: behind these, items or where a text begins,
 * something had been taken out before that may come again with what is written anew.
 */
export type Sight = { seen: Seen; live: Seen | null; settled?: Seen; takenBehind?: ReadonlySet<Y.Item | Y.XmlText> };

/** Puts words behind others, into one piece where they look alike. */
export function addPiece(pieces: Piece[], { words, looks }: Piece): void {
  const last = pieces.at(-1);
  if (last?.looks === looks) last.words += words;
  else pieces.push({ words, looks });
}

export const wordsOf = (pieces: readonly Piece[]): string => pieces.map(({ words }) => words).join('');

function textOf(struct: Y.AbstractStruct): Y.XmlText | null {
  const content = struct instanceof Y.Item ? struct.content : null;
  return content instanceof Y.ContentType && content.type instanceof Y.XmlText ? content.type : null;
}

function* itemsIn(text: Y.XmlText): Generator<Y.Item> {
  for (let item = text._start; item !== null; item = item.right) yield item;
}

/** Letters that stay behind some that were taken. */
type Between = { piece: Piece; ids: Ids };

const nothingGone = (text: Y.XmlText, stays: boolean): Gone => ({
  text,
  stays,
  isReplaced: false,
  takenAt: [],
  all: '',
  seen: '',
  unseen: [],
});

/** A text that this change took away, as it was. */
function goneText({ deleteSet }: Y.Transaction, text: Y.XmlText, { seen, takenBehind }: Sight): Gone {
  const gone = nothingGone(text, false);
  if (takenBehind?.has(text)) gone.takenAt.push(0);
  let looks: Looks = {};
  for (const item of itemsIn(text)) {
    const { content, id } = item;
    if (!Y.isDeleted(deleteSet, id)) continue;
    if (content instanceof Y.ContentFormat) looks = { ...looks, [content.key]: content.value };
    for (const { words, ids, isIn } of content instanceof Y.ContentString ? parted(content.str, id, seen) : []) {
      if (isIn) addSeen(gone, words);
      else addUnseen(gone, { words, looks }, ids);
    }
    if (takenBehind?.has(item)) gone.takenAt.push(gone.seen.length);
  }
  return gone;
}

function parted(words: string, { client, clock }: Y.ID, seen: Seen): { words: string; ids: Ids; isIn: boolean }[] {
  let at = 0;
  return seen(client, clock, words.length).map(({ length, isIn }) => {
    at += length;
    return { words: words.slice(at - length, at), ids: { client, clock: clock + at - length, length }, isIn };
  });
}

function addSeen(gone: Gone, words: string): void {
  gone.seen += words;
  gone.all += words;
}

function addUnseen(gone: Gone, piece: Piece, ids: Ids): void {
  const { all, seen, unseen } = gone;
  const last = unseen.at(-1);
  gone.all += piece.words;
  if (last?.client !== ids.client || last.at + last.length !== all.length) {
    const { length } = piece.words;
    unseen.push({ client: ids.client, pieces: [piece], ids: [ids], length, at: all.length, seenBefore: seen.length });
    return;
  }
  addPiece(last.pieces, piece);
  last.ids.push(ids);
  last.length += piece.words.length;
}

/**
 * What this change took out of a text that stays, with what stands in it and was not seen.
 * `live`: of letters that stay, which may have been seen; null where nobody knows: then those have not been that stand
 * between letters that were taken, since an editor takes letters that stand together, nor those just written with which a
 * text ends behind them, since a split takes all that is there.
 */
function stretchesOutOf(
  transaction: Y.Transaction,
  text: Y.XmlText,
  { live, settled, takenBehind }: Sight,
  brought: IdRanges,
): Gone[] {
  const found: Gone[] = [];
  let gone: Gone | null = null;
  let between: Between[] = [];
  let looks: Looks = {};
  // Whether something came since the last letter that was there, and since the last one that was taken.
  let [isInPlace, isParted] = [false, false];
  for (const item of itemsIn(text)) {
    const { content, id, deleted } = item;
    const isTaken = deleted && Y.isDeleted(transaction.deleteSet, id);
    if (deleted && !isTaken) continue;
    if (content instanceof Y.ContentFormat) looks = { ...looks, [content.key]: content.value };
    if (!(content instanceof Y.ContentString)) continue;
    if (isTaken) {
      if (!gone || isParted) {
        between = [];
        gone = nothingGone(text, true);
        found.push(gone);
      }
      for (const { piece, ids } of between.splice(0)) addUnseen(gone, piece, ids);
      addSeen(gone, content.str);
      if (takenBehind?.has(item)) gone.takenAt.push(gone.seen.length);
      isParted = false;
      continue;
    }
    if (isIn(brought, id.client, id.clock)) {
      [isInPlace, isParted] = [true, true];
      continue;
    }
    if (gone && between.length === 0 && !hasUnseen(gone)) gone.isReplaced = isInPlace;
    isInPlace = false;
    if (!gone) continue;
    for (const { words, ids, isIn: isKnown } of parted(content.str, id, live ?? noneOf)) {
      if (!gone) break;
      if (isKnown) gone = null;
      else if (live) addUnseen(gone, { words, looks }, ids);
      else between.push({ piece: { words, looks }, ids });
    }
    if (!gone) between = [];
    else if (takenBehind?.has(item)) gone.takenAt.push(gone.seen.length);
  }
  const isFresh = ({ ids: { client, clock, length } }: Between) => settled?.(client, clock, length)[0]?.isIn === false;
  if (gone && between.every(isFresh)) for (const { piece, ids } of between) addUnseen(gone, piece, ids);
  return found;
}

/** Of each client what was written before these clocks. */
export const seenUpTo =
  (clocks: ReadonlyMap<number, number>): Seen =>
  (client, clock, length) => {
    const count = Math.min(Math.max((clocks.get(client) ?? 0) - clock, 0), length);
    const parts = [
      { length: count, isIn: true },
      { length: length - count, isIn: false },
    ];
    return parts.filter((part) => part.length > 0);
  };

const noneOf: Seen = (_client, _clock, length) => [{ length, isIn: false }];

/** Whether something is in it that whoever took it away had not seen, be it a blank before the next word. */
export const hasUnseen = ({ unseen }: Gone): boolean => unseen.length > 0;

/**
 * What this change took away, but for what it brought itself: whole texts, and stretches out of others. To be called before
 * Yjs forgets what was deleted, in `beforeObserverCalls`.
 */
export function goneTexts(transaction: Y.Transaction, sight: Sight, brought: IdRanges): Gone[] {
  const texts = new Set<Y.XmlText>();
  const others = new Set<Y.XmlText>();
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    const text = textOf(struct);
    if (text && !isIn(brought, struct.id.client, struct.id.clock)) texts.add(text);
    if (text || !(struct instanceof Y.Item)) return;
    const { parent, content } = struct;
    if (parent instanceof Y.XmlText && content instanceof Y.ContentString && !parent._item?.deleted) others.add(parent);
  });
  return [
    ...[...texts].map((text) => goneText(transaction, text, sight)),
    ...[...others].flatMap((text) => stretchesOutOf(transaction, text, sight, brought)),
  ];
}

/** The ids that a change brought. */
export function broughtBy({ beforeState, afterState }: Pick<Y.Transaction, 'beforeState' | 'afterState'>): IdRanges {
  const brought = new Map<number, { clock: number; len: number }[]>();
  for (const [client, end] of afterState) {
    const clock = beforeState.get(client) ?? 0;
    if (end > clock) brought.set(client, [{ clock, len: end - clock }]);
  }
  return rangesOf([brought]);
}

function* structsIn(doc: Y.Doc, ids: IdRanges): Generator<Y.AbstractStruct> {
  for (const [client, from, to] of eachRange(ids)) yield* structsBetween(doc, client, from, to);
}

/** What a change brought that was not there before it, what was gone when it came as well. */
export const structsBrought = (transaction: Y.Transaction): Generator<Y.AbstractStruct> =>
  structsIn(transaction.doc, broughtBy(transaction));

/** What the structs with these ids wrote, text by text. */
export function writtenBy(doc: Y.Doc, brought: IdRanges): Written[] {
  const texts = new Map<Y.XmlText, boolean>();
  for (const struct of structsIn(doc, brought)) {
    if (struct.deleted || !(struct instanceof Y.Item)) continue;
    const own = textOf(struct);
    if (own) texts.set(own, true);
    else if (struct.parent instanceof Y.XmlText && !texts.has(struct.parent)) texts.set(struct.parent, false);
  }
  return [...texts].filter(([text]) => !text._item?.deleted).map(([text, isNew]) => writtenIn(text, brought, isNew));
}

function writtenIn(text: Y.XmlText, brought: IdRanges, isNew: boolean): Written {
  let all = '';
  let [start, end] = [Number.POSITIVE_INFINITY, 0];
  for (const { content, id, deleted } of itemsIn(text)) {
    if (deleted || !(content instanceof Y.ContentString)) continue;
    let at = all.length;
    all += content.str;
    for (const { length, isIn } of isNew ? [] : partsOf(brought, id.client, id.clock, content.str.length)) {
      if (isIn) [start, end] = [Math.min(start, at), at + length];
      at += length;
    }
  }
  if (isNew) return { text, all, words: all, start: 0, isNew };
  return { text, all, words: all.slice(start, end), start: Math.min(start, all.length), isNew };
}
