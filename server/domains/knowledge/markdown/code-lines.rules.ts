import { MAX_NESTING_LEVELS } from './limits.rules';

/** A quote's sign, or the mark of a list item with the blanks after it; more than four of them begin code. */
const CONTAINER = / {0,3}(?:(>) ?|(?:[-+*]|\d{1,9}[.)])(?: {1,4}(?! )| |$))/y;
const FENCE = / {0,3}(?:(`{3,})[^`]*$|(~{3,}))/y;
const INDENT_OF_CODE = 4;

type Fence = { mark: string; quotes: number; column: number };

/**
 * Tells, line by line and without parsing, what stands in code. It follows the items of lists and the fences in lists
 * and quotes closely enough to find the end of each.
 */
export class CodeLines {
  private fence: Fence | null = null;
  /** Where the content of each open item begins. */
  private items: number[] = [];
  private isAfterBlank = true;

  /** Takes the next line. @returns whether it is code, or a fence around some */
  isCode(line: string): boolean {
    const text = withoutTabs(line);
    const indent = text.search(/[^ ]/);
    if (indent === -1) {
      this.isAfterBlank = true;
      return this.fence !== null;
    }
    if (this.fence !== null) {
      const inside = insideOf(this.fence, text, indent);
      if (inside !== null && closes(this.fence, inside)) this.fence = null;
      if (inside !== null) return true;
      this.fence = null;
    }
    // Without a blank line before it, a line further left may still continue the paragraph of an item.
    if (this.isAfterBlank) this.leaveItems(indent);
    this.isAfterBlank = false;
    if (indent >= (this.items.at(-1) ?? 0) + INDENT_OF_CODE) return true;
    return this.opensFence(text, indent);
  }

  private leaveItems(column: number): void {
    while ((this.items.at(-1) ?? 0) > column) this.items.pop();
  }

  private opensFence(text: string, indent: number): boolean {
    let quotes = 0;
    let at = indent;
    for (let level = 0; level < MAX_NESTING_LEVELS; level += 1) {
      CONTAINER.lastIndex = at;
      const container = CONTAINER.exec(text);
      if (container === null) break;
      if (container[1] !== undefined) quotes += 1;
      else if (quotes === 0) {
        this.leaveItems(at);
        this.items.push(at + container[0].length);
      }
      at += container[0].length;
    }
    FENCE.lastIndex = at;
    const found = FENCE.exec(text);
    const mark = found?.[1] ?? found?.[2];
    if (mark === undefined) return false;
    if (at === indent) this.leaveItems(indent);
    this.fence = { mark, quotes, column: this.items.at(-1) ?? 0 };
    return true;
  }
}

/** The line without the signs of the quotes around the fence; null when it stands outside of what the fence is in. */
function insideOf(fence: Fence, text: string, indent: number): string | null {
  if (indent < fence.column) return null;
  let rest = text.slice(indent);
  for (let quote = 0; quote < fence.quotes; quote += 1) {
    if (!rest.startsWith('>')) return null;
    rest = rest.slice(1).trimStart();
  }
  return rest;
}

function closes(fence: Fence, inside: string): boolean {
  const mark = inside.trimEnd();
  return mark.startsWith(fence.mark) && mark === fence.mark.charAt(0).repeat(mark.length);
}

/** Tabs reach to the next column that is a multiple of four. */
function withoutTabs(line: string): string {
  const [first = '', ...rest] = line.split('\t');
  return rest.reduce((text, part) => text + ' '.repeat(4 - (text.length % 4)) + part, first);
}
