import * as Y from 'yjs';
import { type Ids, type Looks, wordsOf } from './gone-texts.rules';
import { partsOf, rangesOf } from './id-ranges.rules';
import type { LostWords } from './lost-words.rules';

/** What may hold words that are put back. */
export type PutBackRules = {
  /** The node that holds words by themselves. */
  paragraph: string;
  /** Whether the words in a node of this name may have a mark of this name. */
  markedIn: (node: string, mark: string) => boolean;
};

/** So many characters at a place in a text. */
type InText = { order: number; index: number; length: number; words: LostWords };
type Block = { order: number; block: Y.XmlElement };

/**
 * Writes lost words where they belong, looking as they did: those of one person after those of another, since each of them
 * writes by a Yjs client of their own.
 */
export class PutBack {
  private readonly lost: readonly LostWords[];
  private readonly rules: PutBackRules;
  private readonly inTexts = new Map<Y.XmlText, InText[]>();
  private readonly beside = new Map<unknown, Block[]>();

  constructor(lost: readonly LostWords[], rules: PutBackRules) {
    this.lost = lost;
    this.rules = rules;
  }

  /** All of it, in one change. */
  write(): void {
    this.writeThose(() => true);
    this.takeThose(() => true);
  }

  /** Writes some of them. Places are told by what stood there before: none is taken out before all are written. */
  writeThose(isNow: (words: LostWords) => boolean): void {
    const byText = new Map<Y.XmlText, InText[]>();
    for (const [order, words] of this.lost.entries()) {
      if (!isNow(words)) continue;
      const { place, pieces } = words;
      if ('text' in place)
        addTo(byText, place.text, { order, index: place.index, length: wordsOf(pieces).length, words });
      else this.writeBeside(place, order, words);
    }
    for (const [text, own] of byText) this.writeInto(text, own);
  }

  /** Takes some of them out of where they stand still. */
  takeThose(isNow: (words: LostWords) => boolean): void {
    const byText = new Map<Y.XmlText, Ids[]>();
    for (const words of this.lost) {
      if (!words.from || !isNow(words)) continue;
      for (const ids of words.from.ids) addTo(byText, words.from.text, ids);
    }
    for (const [text, ids] of byText) takeOut(text, ids);
  }

  /** All at once: a text is gone through from its beginning each time. */
  private writeInto(text: Y.XmlText, own: readonly InText[]): void {
    const there = this.inTexts.get(text) ?? [];
    const delta: object[] = [];
    let done = 0;
    for (const one of own.toSorted(inOrder)) {
      const before = there.filter((other) => inOrder(other, one) < 0);
      const at = one.index + before.reduce((sum, { length }) => sum + length, 0);
      if (at > done) delta.push({ retain: at - done });
      delta.push(...this.insertsOf(text, one.words));
      done = at;
    }
    this.inTexts.set(text, [...there, ...own]);
    text.applyDelta(delta);
  }

  private writeBeside(
    { root, after }: Exclude<LostWords['place'], { text: unknown }>,
    order: number,
    words: LostWords,
  ): void {
    const key = after ?? root;
    const blocks = this.beside.get(key) ?? [];
    this.beside.set(key, blocks);
    const before = blocks.reduce<Block | null>((last, one) => {
      return one.order < order && one.order > (last?.order ?? -1) ? one : last;
    }, null);
    const [block, text] = [new Y.XmlElement(this.rules.paragraph), new Y.XmlText()];
    root.insertAfter(before?.block ?? after, [block]);
    block.insert(0, [text]);
    text.applyDelta(this.insertsOf(text, words));
    blocks.push({ order, block });
  }

  private insertsOf(text: Y.XmlText, { pieces }: LostWords): object[] {
    const node = text.parent instanceof Y.XmlElement ? text.parent.nodeName : null;
    return pieces.map(({ words, looks }) => ({ insert: words, attributes: this.allowed(node, looks) }));
  }

  /** With a mark that it may not have an editor could not show a node at all. */
  private allowed(node: string | null, looks: Looks): Record<string, never> {
    const allowed = Object.entries(looks).filter(
      ([mark, value]) => value !== null && node !== null && this.rules.markedIn(node, mark),
    );
    return Object.fromEntries(allowed) as Record<string, never>;
  }
}

const inOrder = (one: InText, other: InText): number => one.index - other.index || one.order - other.order;

function addTo<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = lists.get(key);
  if (known) known.push(value);
  else lists.set(key, [value]);
}

/** Takes letters out of a text, looking at each letter of it once. */
function takeOut(text: Y.XmlText, ids: readonly Ids[]): void {
  const ranges = rangesOf(ids.map(({ client, clock, length }) => new Map([[client, [{ clock, len: length }]]])));
  const runs: { isIn: boolean; length: number }[] = [];
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !item.countable) continue;
    for (const { length, isIn } of partsOf(ranges, item.id.client, item.id.clock, item.length)) {
      const last = runs.at(-1);
      if (last?.isIn === isIn) last.length += length;
      else runs.push({ isIn, length });
    }
  }
  // Within a change of somebody else `delete` would look for places by what Yjs remembers of before it.
  if (runs.some(({ isIn }) => isIn)) {
    text.applyDelta(runs.map(({ isIn, length }) => (isIn ? { delete: length } : { retain: length })));
  }
}
