import { Extension } from '@tiptap/core';
import * as Y from 'yjs';
import { FORMULA_CHARACTERS_MAX } from '@/server/domains/knowledge/document-formula.schema';
import { ATTRIBUTE_CHARACTERS_MAX } from '@/server/domains/knowledge/document-values.schema';
import { hearChanges } from './hear-changes';
import { mergeWords } from './merge-words';

/** Facts of a block that are words somebody writes, and how many characters they may have. */
const WORDS: Readonly<Record<string, number>> = {
  latex: FORMULA_CHARACTERS_MAX,
  alt: ATTRIBUTE_CHARACTERS_MAX,
  title: ATTRIBUTE_CHARACTERS_MAX,
};
/** So many values of one fact are remembered: what a colleague changed may be some letters behind. */
const VALUES_MAX = 500;
/** And so many characters of them. */
const CHARACTERS_MAX = 100_000;

/** The values that one fact of a block had, by the Yjs item that each was, and which it is now. */
type Known = { values: Map<string, string>; now: Y.ID | null };
type Found = { block: Y.XmlElement; name: string; theirs: Y.Item; merged: string };

const keyOf = (client: number, clock: number): string => `${client} ${clock}`;

function remember({ values }: Known, item: Y.Item): void {
  const { client, clock } = item.id;
  for (const [at, value] of item.content.getContent().entries()) {
    if (typeof value === 'string') values.set(keyOf(client, clock + at), value);
  }
  let characters = [...values.values()].reduce((sum, { length }) => sum + length, 0);
  for (const [key, { length }] of values) {
    if (values.size <= VALUES_MAX && characters <= CHARACTERS_MAX) break;
    values.delete(key);
    characters -= length;
  }
}

/** The first of all the values that one was written after; null where that is not kept. */
function firstBefore(doc: Y.Doc, id: Y.ID): Y.Item | null {
  for (let at = id; ; ) {
    const struct: Y.Item | Y.GC = Y.getItem(doc.store, at);
    if (!(struct instanceof Y.Item)) return null;
    if (!struct.origin) return struct;
    at = struct.origin;
  }
}

/**
 * The value that somebody had before them when they began to write another: the last that is known here as well. No words
 * where mine and theirs each are the first of all: there was no value yet.
 */
function begunFrom(doc: Y.Doc, { values }: Known, item: Y.Item, mine: Y.ID): { id: Y.ID | null; value: string } | null {
  for (let id = item.origin; id; ) {
    const struct: Y.Item | Y.GC = Y.getItem(doc.store, id);
    for (let { clock } = id; clock >= struct.id.clock; clock -= 1) {
      const value = values.get(keyOf(id.client, clock));
      if (value !== undefined) return { id: Y.createID(id.client, clock), value };
    }
    id = struct instanceof Y.Item ? struct.origin : null;
  }
  const [theirFirst, myFirst] = [firstBefore(doc, item.id), firstBefore(doc, mine)];
  return theirFirst && myFirst && theirFirst !== myFirst ? { id: null, value: '' } : null;
}

/**
 * Of two people who write a formula, a description or a title at the same moment, Yjs keeps the last value as a whole.
 * Whoever's is replaced by one that was written without knowing of it puts in what both wrote; nobody else does, or it would
 * be put in twice.
 * @returns ends it
 */
export function keepWordsOfBoth(doc: Y.Doc): () => void {
  const known = new WeakMap<Y.XmlElement, Map<string, Known>>();
  let found: Found[] = [];
  const knownOf = (block: Y.XmlElement, name: string): Known => {
    const names = known.get(block) ?? new Map<string, Known>();
    const one = names.get(name) ?? { values: new Map(), now: null };
    known.set(block, names.set(name, one));
    return one;
  };
  const look = (block: Y.XmlElement, name: string, most: number) => {
    const item = block._map.get(name);
    if (!item) return;
    const one = knownOf(block, name);
    if (item.left) remember(one, item.left);
    remember(one, item);
    const before = one.now;
    one.now = item.id;
    if (item.deleted || before?.client !== doc.clientID || item.id.client === doc.clientID) return;
    const base = begunFrom(doc, one, item, before);
    const [mine, theirs] = [before, item.id].map(({ client, clock }) => one.values.get(keyOf(client, clock)));
    if (base === null || Y.compareIDs(base.id, before) || mine === undefined || theirs === undefined) return;
    const merged = mergeWords(base.value, mine, theirs);
    // One that is too long would be refused, and all that comes after it.
    if (merged !== theirs && merged.length <= most) found.push({ block, name, theirs: item, merged });
  };
  const stop = hearChanges(doc, ({ changed }) => {
    for (const [block, names] of changed) {
      if (!(block instanceof Y.XmlElement)) continue;
      for (const name of names) {
        const most = name === null ? undefined : WORDS[name];
        if (name !== null && most !== undefined) look(block, name, most);
      }
    }
  });
  const write = () => {
    const all = found;
    found = [];
    for (const { block, name, theirs, merged } of all) {
      if (block._map.get(name) === theirs && !theirs.deleted) block.setAttribute(name, merged);
    }
  };
  doc.on('afterAllTransactions', write);
  return () => {
    stop();
    doc.off('afterAllTransactions', write);
  };
}

/** Keeps the words of both for as long as there is an editor, whatever plugins it gets. */
export const WordsOfBoth = Extension.create<{ doc: Y.Doc | null }, { end: () => void }>({
  name: 'wordsOfBoth',
  addOptions: () => ({ doc: null }),
  addStorage: () => ({ end: () => undefined }),
  onCreate() {
    if (this.options.doc) this.storage.end = keepWordsOfBoth(this.options.doc);
  },
  onDestroy() {
    this.storage.end();
  },
});
