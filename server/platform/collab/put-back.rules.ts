import * as Y from 'yjs';
import { type Ids, type Looks, wordsOf } from './gone-texts.rules';
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

  /** Writes those of them that this says are to be written now. */
  write(isNow: (words: LostWords) => boolean = () => true): void {
    for (const [order, words] of this.lost.entries()) {
      if (!isNow(words)) continue;
      const { place, from } = words;
      if ('text' in place) this.writeInto(place.text, place.index, order, words);
      else this.writeBeside(place, order, words);
      if (from) for (const ids of from.ids) this.take(from.text, ids);
    }
  }

  /** Takes letters out of where they stand. */
  private take(text: Y.XmlText, { client, clock, length }: Ids): void {
    const inserted = this.inTexts.get(text) ?? [];
    this.inTexts.set(text, inserted);
    for (let done = 0; done < length; ) {
      let index = 0;
      let item = text._start;
      while (
        item &&
        !(item.id.client === client && item.id.clock <= clock + done && clock + done < item.id.clock + item.length)
      ) {
        if (!item.deleted && item.countable) index += item.length;
        item = item.right;
      }
      if (!item) return;
      const at = clock + done - item.id.clock;
      const count = Math.min(item.length - at, length - done);
      done += count;
      if (item.deleted) continue;
      // Within a change of somebody else `delete` would look for the place by what Yjs remembers of before it.
      text.applyDelta([...(index + at > 0 ? [{ retain: index + at }] : []), { delete: count }]);
      const before = inserted.reduce((sum, one) => sum + (one.index < index + at ? one.length : 0), 0);
      inserted.push({ order: -1, index: index + at - before, length: -count });
    }
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
