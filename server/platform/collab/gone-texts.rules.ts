import * as Y from 'yjs';
import { eachRange, type IdRanges, isIn, type Part, partsOf, rangesOf } from './id-ranges.rules';
import type { Written } from './text-versions.rules';

/** Marks by name, as they are kept beside words. */
export type Looks = Readonly<Record<string, unknown>>;
/** Words that look alike. */
export type Piece = { words: string; looks: Looks };
/** Words of one person that stand together in a text. `at`, `seenBefore`: so many characters, seen ones, before them. */
export type Stretch = { client: number; pieces: Piece[]; length: number; at: number; seenBefore: number };
/** A text that is gone: all of it, what whoever took it away had seen of it, and what not. */
export type Gone = { text: Y.XmlText; all: string; seen: string; unseen: Stretch[] };
/** So many ids from one on: of which of them whoever took away what they stand in had seen what they are. */
export type Seen = (client: number, clock: number, length: number) => Part[];

export const wordsOf = (pieces: readonly Piece[]): string => pieces.map(({ words }) => words).join('');

function textOf(struct: Y.AbstractStruct): Y.XmlText | null {
  const content = struct instanceof Y.Item ? struct.content : null;
  return content instanceof Y.ContentType && content.type instanceof Y.XmlText ? content.type : null;
}

function* itemsIn(text: Y.XmlText): Generator<Y.Item> {
  for (let item = text._start; item !== null; item = item.right) yield item;
}

/** A text that this change took away, as it was. */
function goneText({ deleteSet }: Y.Transaction, text: Y.XmlText, seen: Seen): Gone {
  const gone: Gone = { text, all: '', seen: '', unseen: [] };
  let looks: Looks = {};
  for (const { content, id } of itemsIn(text)) {
    if (!Y.isDeleted(deleteSet, id)) continue;
    if (content instanceof Y.ContentFormat) looks = { ...looks, [content.key]: content.value };
    if (!(content instanceof Y.ContentString)) continue;
    let at = 0;
    for (const { length, isIn } of seen(id.client, id.clock, content.str.length)) {
      const words = content.str.slice(at, at + length);
      at += length;
      if (isIn) gone.seen += words;
      else addUnseen(gone, id.client, { words, looks });
      gone.all += words;
    }
  }
  return gone;
}

function addUnseen({ all, seen, unseen }: Gone, client: number, piece: Piece): void {
  const last = unseen.at(-1);
  if (last?.client !== client || last.at + last.length !== all.length) {
    const { length } = piece.words;
    unseen.push({ client, pieces: [piece], length, at: all.length, seenBefore: seen.length });
    return;
  }
  const same = last.pieces.at(-1);
  if (same?.looks === piece.looks) same.words += piece.words;
  else last.pieces.push(piece);
  last.length += piece.words.length;
}

/** Whether somebody's words are in it that whoever took it away had not seen. */
export const hasUnseen = ({ unseen }: Gone): boolean => unseen.some(({ pieces }) => wordsOf(pieces).trim() !== '');

/**
 * The texts that this change took away, but for those that it brought itself. To be called before Yjs forgets what was
 * deleted, in `beforeObserverCalls`.
 */
export function goneTexts(transaction: Y.Transaction, seen: Seen, brought: IdRanges): Gone[] {
  const texts: Y.XmlText[] = [];
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    const text = textOf(struct);
    if (text && !isIn(brought, struct.id.client, struct.id.clock)) texts.push(text);
  });
  return texts.map((text) => goneText(transaction, text, seen));
}

/** The ids that a change brought. */
export function broughtBy({ beforeState, afterState }: Y.Transaction): IdRanges {
  const brought = new Map<number, { clock: number; len: number }[]>();
  for (const [client, end] of afterState) {
    const clock = beforeState.get(client) ?? 0;
    if (end > clock) brought.set(client, [{ clock, len: end - clock }]);
  }
  return rangesOf([brought]);
}

function* structsIn({ store }: Y.Doc, ids: IdRanges): Generator<Y.AbstractStruct> {
  for (const [client, from, to] of eachRange(ids)) {
    const structs = store.clients.get(client) ?? [];
    const end = Math.min(to, Y.getState(store, client));
    if (from >= end) continue;
    for (let at = Y.findIndexSS(structs, from); at < structs.length && (structs[at]?.id.clock ?? end) < end; at += 1) {
      yield structs[at] as Y.AbstractStruct;
    }
  }
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
  if (isNew) return { text, words: all, start: 0, isNew };
  return { text, words: all.slice(start, end), start: Math.min(start, all.length), isNew };
}
