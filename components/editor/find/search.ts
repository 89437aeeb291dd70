import type { Node as DocumentNode } from '@tiptap/pm/model';
import { OBJECT } from '../object-sign';

/** What is looked for. */
export type FindQuery = { text: string; matchCase: boolean; wholeWord: boolean };
export type Match = { from: number; to: number };

/** Some writers put spaces that do not break; nobody looks for them apart. */
const SPACE = '[ \\u00a0]';
const WORD_CHARACTER = '[\\p{L}\\p{N}_]';

/** The pattern of a query; null where there is nothing to look for. */
function patternOf({ text, matchCase, wholeWord }: FindQuery): RegExp | null {
  if (text === '') return null;
  const literal = text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/[ \u00a0]/g, SPACE);
  const whole = wholeWord ? `(?<!${WORD_CHARACTER})${literal}(?!${WORD_CHARACTER})` : literal;
  return new RegExp(whole, matchCase ? 'gu' : 'giu');
}

/**
 * Looks for one query in a document as it changes. Blocks that have not changed are not looked through again, so that
 * typing in a long text costs the block that is typed in, whoever types.
 */
export class Finder {
  private readonly known = new WeakMap<DocumentNode, readonly number[]>();
  private readonly pattern: RegExp | null;

  constructor(readonly query: FindQuery) {
    this.pattern = patternOf(query);
  }

  /** Every match, in the order of the text. */
  matchesIn(doc: DocumentNode): Match[] {
    const matches: Match[] = [];
    if (!this.pattern) return matches;
    doc.descendants((node, pos) => {
      if (!node.isTextblock) return true;
      const places = this.placesIn(node);
      for (let at = 0; at < places.length; at += 2) {
        matches.push({ from: pos + 1 + (places[at] ?? 0), to: pos + 1 + (places[at + 1] ?? 0) });
      }
      return false;
    });
    return matches;
  }

  /** Where the matches of a block begin and end in it, in turn. */
  private placesIn(block: DocumentNode): readonly number[] {
    const known = this.known.get(block);
    if (known) return known;
    const places: number[] = [];
    const text = block.textBetween(0, block.content.size, undefined, OBJECT);
    if (this.pattern)
      for (const { index, 0: found } of text.matchAll(this.pattern)) places.push(index, index + found.length);
    this.known.set(block, places);
    return places;
  }
}

/** The first match that begins at a place or after it, from the beginning again where there is none; -1 for none at all. */
export function matchFrom(matches: readonly Match[], place: number): number {
  let [low, high] = [0, matches.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((matches[middle]?.from ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  if (matches.length === 0) return -1;
  return low < matches.length ? low : 0;
}
