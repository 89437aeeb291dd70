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

type Inserted = { order: number; index: number; length: number };
type Block = { order: number; block: Y.XmlElement };

/**
 * Writes lost words where they belong, looking as they did: those of one person after those of another, since each of them
 * writes by a Yjs client of their own.
 */
export class PutBack {
  private readonly lost: readonly LostWords[];
  private readonly rules: PutBackRules;
  private readonly inTexts = new Map<Y.XmlText, Inserted[]>();
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
    for (const [order, words] of this.lost.entries()) {
      if (!isNow(words)) continue;
      const { place } = words;
      if ('text' in place) this.writeInto(place.text, place.index, order, words);
      else this.writeBeside(place, order, words);
    }
  }

  /** Takes some of them out of where they stand still. */
  takeThose(isNow: (words: LostWords) => boolean): void {
    const byText = new Map<Y.XmlText, Ids[]>();
    for (const words of this.lost) {
      if (!words.from || !isNow(words)) continue;
      const { text, ids } = words.from;
      const known = byText.get(text) ?? [];
      byText.set(text, known);
      for (const one of ids) known.push(one);
    }
    for (const [text, ids] of byText) takeOut(text, ids);
  }

  private writeInto(text: Y.XmlText, index: number, order: number, words: LostWords): void {
    const inserted = this.inTexts.get(text) ?? [];
    this.inTexts.set(text, inserted);
    let at = index;
    for (const one of inserted) if (one.index < index || (one.index === index && one.order < order)) at += one.length;
    inserted.push({ order, index, length: this.insert(text, at, words) });
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
    this.insert(text, 0, words);
    blocks.push({ order, block });
  }

  /** @returns how many characters it put in */
  private insert(text: Y.XmlText, index: number, { pieces }: LostWords): number {
    const node = text.parent instanceof Y.XmlElement ? text.parent.nodeName : null;
    const inserts = pieces.map(({ words, looks }) => ({ insert: words, attributes: this.allowed(node, looks) }));
    text.applyDelta(index > 0 ? [{ retain: index }, ...inserts] : inserts);
    return wordsOf(pieces).length;
  }

  /** With a mark that it may not have an editor could not show a node at all. */
  private allowed(node: string | null, looks: Looks): Record<string, never> {
    const allowed = Object.entries(looks).filter(
      ([mark, value]) => value !== null && node !== null && this.rules.markedIn(node, mark),
    );
    return Object.fromEntries(allowed) as Record<string, never>;
  }
}

/** Takes letters out of a text, looking at each letter of it once. */
function takeOut(text: Y.XmlText, ids: readonly Ids[]): void {
  const ranges = rangesOf(ids.map(({ client, clock, length }) => new Map([[client, [{ clock, len: length }]]])));
  const runs: { index: number; length: number }[] = [];
  let index = 0;
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !item.countable) continue;
    for (const { length, isIn } of partsOf(ranges, item.id.client, item.id.clock, item.length)) {
      const last = runs.at(-1);
      if (isIn && last && last.index + last.length === index) last.length += length;
      else if (isIn) runs.push({ index, length });
      index += length;
    }
  }
  for (const run of runs.reverse()) text.delete(run.index, run.length);
}
