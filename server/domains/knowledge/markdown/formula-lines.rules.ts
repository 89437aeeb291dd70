import { CodeLines } from './code-lines.rules';

/** A formula whose end is further away than this is text. Keeps the search for ends linear. */
const MAX_FORMULA_LINES = 200;

/** The signs of quotes, the marks of list items, and blanks. */
const CONTAINERS = /^(?: *(?:> ?|(?:[-+*]|\d{1,9}[.)]) {1,4}))* */;
const QUOTE = /^ *> ?/;
const QUOTES = /^(?: *> ?)*/;
/** A line may hold U+2028, at which `.` alone would stop. */
const OPENING = /^\$\$(?!\$)(.*)$/s;
const DOLLARS = '$$';

/** Elements whose text goes on over empty lines. */
const RAW_OPENING = /^ {0,3}<(?:pre|script|style|textarea)(?=[\s>]|$)/i;
const RAW_END = /<\/(?:pre|script|style|textarea)>/i;
const ELEMENT = /^ {0,3}<[/a-z!?]/i;

/** Tells, line by line and without parsing, what stands in HTML. */
class HtmlLines {
  private end: RegExp | null = null;
  private isInBlock = false;
  private isAfterBlank = true;

  isHtml(line: string): boolean {
    const text = line.slice(QUOTES.exec(line)?.[0].length ?? 0);
    if (this.end !== null) {
      if (this.end.test(text)) this.end = null;
      return true;
    }
    const isBlank = text.trim() === '';
    if (isBlank) this.isInBlock = false;
    else if (this.isAfterBlank && ELEMENT.test(text)) this.isInBlock = true;
    this.isAfterBlank = isBlank;
    const end = RAW_OPENING.test(text) ? RAW_END : text.trimStart().startsWith('<!--') ? /-->/ : null;
    if (end === null) return this.isInBlock;
    if (!end.test(text)) this.end = end;
    return true;
  }
}

type Found = { latex: string[]; next: number };

/** The source between the dollars as lines, and where it goes on; null where there is no end to it. */
function formulaAt(lines: readonly string[], at: number, quotes: number, first: string): Found | null {
  const latex: string[] = [];
  const last = Math.min(lines.length, at + MAX_FORMULA_LINES);
  for (let index = at; index < last; index += 1) {
    const line = index === at ? first : withoutQuotes(lines[index] ?? '', quotes);
    const text = line?.trim() ?? '';
    const end = text.indexOf(DOLLARS);
    if (end === -1) {
      // An empty line ends every paragraph, and no formula has one.
      if (line === null || (text === '' && index > at)) return null;
      latex.push(text);
      continue;
    }
    if (end !== text.length - DOLLARS.length || text.endsWith(`\\${DOLLARS}`)) return null;
    const filled = [...latex, text.slice(0, end).trim()].filter((part) => part !== '');
    return filled.length === 0 ? null : { latex: filled, next: index + 1 };
  }
  return null;
}

function withoutQuotes(line: string, quotes: number): string | null {
  let rest = line;
  for (let quote = 0; quote < quotes; quote += 1) {
    const mark = QUOTE.exec(rest)?.[0];
    if (mark === undefined) return null;
    rest = rest.slice(mark.length);
  }
  return rest;
}

function fenceFor(latex: readonly string[]): string {
  const runs = latex.join('\n').match(/`+/g) ?? [];
  return '`'.repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
}

/**
 * KN-M17: rewrites formulas between `$$` as GitHub's other form of them, blocks of code in the language `math`, outside
 * of code and of HTML. What has no end before an empty line stays text.
 */
export function formulasToFences(lines: readonly string[]): string[] {
  if (!lines.some((line) => line.includes(DOLLARS))) return [...lines];
  const result: string[] = [];
  const code = new CodeLines();
  const html = new HtmlLines();
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    const isCode = code.isCode(line);
    const isText = !(isCode || html.isHtml(line));
    const lead = CONTAINERS.exec(line)?.[0] ?? '';
    const opening = isText ? OPENING.exec(line.slice(lead.length)) : null;
    const quotes = lead.split('>').length - 1;
    const found = opening && formulaAt(lines, at, quotes, opening[1] ?? '');
    if (!found) {
      result.push(line);
      at += 1;
      continue;
    }
    const inner = lead.replace(/[^>]/g, ' ');
    const fence = fenceFor(found.latex);
    result.push(`${lead}${fence}math`, ...found.latex.map((part) => `${inner}${part}`), `${inner}${fence}`);
    at = found.next;
  }
  return result;
}
