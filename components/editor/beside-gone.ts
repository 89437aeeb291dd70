import type { Schema } from '@tiptap/pm/model';
import * as Y from 'yjs';
import { SURE_CHARACTERS } from '@/server/platform/collab/text-versions.rules';
import { type Part, partOf, partsIn, wordsOf } from './document-parts';

type Change = { transaction: Y.Transaction; isBrought: (item: Y.Item) => boolean };
/** Lines that stay, before and behind some that are gone. */
type Neighbours = { before: Y.XmlElement | null; behind: Y.XmlElement | null };

/** Where one goes on whose line a change took away, when its words are nowhere else. */
export class BesideGone {
  private readonly shared: Y.XmlFragment;
  private readonly schema: Schema;
  private readonly change: Change;

  constructor(shared: Y.XmlFragment, schema: Schema, change: Change) {
    this.shared = shared;
    this.schema = schema;
    this.change = change;
  }

  /**
   * Out of a table of which it was a part; where what was chosen in several lines was taken away, to the place of the cut;
   * and never behind what came in place of other lines.
   * @returns null where that is the line behind
   */
  placeFor(part: Part): Y.RelativePosition | null {
    const outside = this.besideTable(part);
    if (outside) return outside;
    const { before, behind } = this.neighboursOf(part);
    if (!before || this.isInTable(before)) return null;
    const text = lastTextIn(before, isThere);
    if (text && this.isChanged(text)) return this.atCut(text);
    const next = behind && lastTextIn(behind, isThere);
    return next && this.isChanged(next) ? endOf(before) : null;
  }

  /** In front of what is left behind the cut, so that what is typed in place of what was cut is not parted. */
  atCut(text: Y.XmlText): Y.RelativePosition | null {
    const cut = this.cutIn(text);
    return cut === null ? null : Y.createRelativePositionFromTypeIndex(text, cut);
  }

  /**
   * Where in a text that stays what was chosen from it into a later line was taken away: in front of what is left of that
   * line, which is written behind it anew. @returns null where no line behind it is gone
   */
  private cutIn(text: Y.XmlText): number | null {
    const line = text.parent && this.isStaying(text.parent as Part) ? this.lastGoneBehind(text.parent) : null;
    if (!line) return null;
    const gone = lastTextIn(line, this.isTakenAway);
    const [now, was] = [wordsOf(text), gone ? wordsOf(gone, this.isTakenAway) : ''];
    const { start, end, isBrought } = this.lastChangeIn(text);
    const left = endAlike(was, now);
    const from = now.length - (isWordAtEnd(was, left) ? left : 0);
    if (from > end) return now.length;
    if (from >= start) return from;
    if (!isBrought && end === now.length) return end;
    // What is left begins with what was there by chance: it does so with a word.
    const word = now.slice(0, start).search(/\S*$/);
    return word < from ? start : word;
  }

  /** The line behind the table, or the one before it: what is typed in a cell that is gone belongs in no other cell. */
  private besideTable(part: Part): Y.RelativePosition | null {
    let table: Y.Item | null = null;
    for (let item = part._item; item; item = (item.parent as Part)._item) {
      const around = partOf(item);
      if (around instanceof Y.XmlElement && this.roleOf(around) === 'table') table = item;
    }
    if (!table || table.deleted) return null;
    const lines: Neighbours = { before: null, behind: null };
    let isBehind = false;
    for (const one of partsIn(this.shared)) {
      isBehind ||= one._item === table;
      if (!this.isLine(one) || one._item?.deleted || this.isInTable(one)) continue;
      if (isBehind) {
        lines.behind = one;
        break;
      }
      lines.before = one;
    }
    const { before, behind } = lines;
    if (behind) return Y.createRelativePositionFromTypeIndex(behind, 0, -1);
    return before && endOf(before);
  }

  private readonly roleOf = ({ nodeName }: Y.XmlElement): unknown => this.schema.nodes[nodeName]?.spec.tableRole;

  private isInTable(line: Part): boolean {
    for (let { parent } = line; parent instanceof Y.XmlElement; parent = parent.parent as Part | null) {
      if (this.roleOf(parent) === 'table') return true;
    }
    return false;
  }

  private isLine(part: Part): part is Y.XmlElement {
    return part instanceof Y.XmlElement && this.schema.nodes[part.nodeName]?.isTextblock === true;
  }

  /** Whether something was there before the change, and is. */
  private isStaying({ _item }: Part): boolean {
    return _item !== null && !_item.deleted && !this.change.isBrought(_item);
  }

  private readonly isTakenAway = (item: Y.Item): boolean =>
    item.deleted && Y.isDeleted(this.change.transaction.deleteSet, item.id);

  private neighboursOf(part: Part): Neighbours {
    let before: Y.XmlElement | null = null;
    let isBehind = false;
    for (const one of partsIn(this.shared)) {
      isBehind ||= one === part;
      if (!this.isLine(one) || !this.isStaying(one)) continue;
      if (isBehind) return { before, behind: one };
      before = one;
    }
    return { before, behind: null };
  }

  /** The last of the lines between one that stays and the next one that does. */
  private lastGoneBehind(line: unknown): Y.XmlElement | null {
    let gone: Y.XmlElement | null = null;
    let isBehind = false;
    for (const one of partsIn(this.shared)) {
      if (!this.isLine(one)) continue;
      if (isBehind && this.isStaying(one)) break;
      if (isBehind && one._item && this.isTakenAway(one._item)) gone = one;
      isBehind ||= one === line;
    }
    return gone;
  }

  private isChanged(text: Y.XmlText): boolean {
    const { isBrought } = this.change;
    for (let item = text._start; item; item = item.right) {
      if (item.deleted ? this.isTakenAway(item) : isBrought(item)) return true;
    }
    return false;
  }

  /** From where to where in a text the last of what came and went in it did. */
  private lastChangeIn(text: Y.XmlText): { start: number; end: number; isBrought: boolean } {
    let change = { start: text.length, end: text.length, isBrought: false };
    let at = 0;
    let isIn = false;
    for (let item = text._start; item; item = item.right) {
      if (!item.countable) continue;
      const isBrought = !item.deleted && this.change.isBrought(item);
      if (isBrought || this.isTakenAway(item)) {
        const known = isIn ? change : { start: at, isBrought: false };
        at += isBrought ? item.length : 0;
        change = { start: known.start, end: at, isBrought: known.isBrought || isBrought };
        isIn = true;
      } else if (!item.deleted) {
        at += item.length;
        isIn = false;
      }
    }
    return change;
  }
}

/** With how many characters that are the same two texts end. */
function endAlike(one: string, other: string): number {
  let count = 0;
  while (count < one.length && count < other.length && one.at(-1 - count) === other.at(-1 - count)) count += 1;
  return count;
}

/** Whether so many characters at the end of a text are no part of a word, such as a full stop, with which others end as well. */
export function isWordAtEnd(text: string, count: number): boolean {
  return count >= SURE_CHARACTERS || count === text.length || text.charAt(text.length - count - 1).trim() === '';
}

const isThere = ({ deleted }: Y.Item): boolean => !deleted;

/** The last text of a line of which that holds. */
function lastTextIn(line: Y.XmlElement, holds: (item: Y.Item) => boolean): Y.XmlText | null {
  let last: Y.XmlText | null = null;
  for (const part of partsIn(line)) if (part instanceof Y.XmlText && part._item && holds(part._item)) last = part;
  return last;
}

const endOf = (line: Y.XmlElement): Y.RelativePosition => Y.createRelativePositionFromTypeIndex(line, line.length, -1);
