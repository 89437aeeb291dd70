import { KenningError } from '@/server/platform/errors.rules';
import { MARKDOWN_CHARACTERS_MAX } from '../limits.schema';

const MAX_MARKDOWN_LINES = 50_000;
/** Quotes and lists inside one another. What a person writes stays under ten. */
export const MAX_NESTING_LEVELS = 48;
/**
 * Work of matching emphasis and brackets, which grows with the square of their number in one paragraph, as does that
 * of lines that continue a quote or list without saying so.
 */
const MAX_MARKDOWN_EFFORT_STEPS = 12_000_000;

/** For one line; it may hold U+2028, at which `.` alone would stop. */
const FENCE = /^ {0,3}(?:`{3,}[^`]*|~{3,}.*)$/s;
const CONTAINER = /^[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$))/;
const DELIMITERS = /[*_]+|[~<[\]]/g;
/** A dollar is looked at up to the next one only: more of them may stand together than of other signs. */
const DOLLARS = /\$/g;
const DOLLARS_PER_DELIMITER = 6;
const CODE_DELIMITERS = /[*_]+/g;

function containerLevels(line: string): number {
  let rest = line;
  for (let levels = 0; levels <= MAX_NESTING_LEVELS; levels += 1) {
    const marker = CONTAINER.exec(rest)?.[0];
    if (marker === undefined) return levels;
    rest = rest.slice(marker.length);
  }
  return MAX_NESTING_LEVELS + 1;
}

/** @throws KenningError too_large / markdown_too_long */
export function demandLength(text: string): void {
  if (text.length > MARKDOWN_CHARACTERS_MAX) {
    throw new KenningError('too_large', 'markdown_too_long', { limitChars: MARKDOWN_CHARACTERS_MAX });
  }
}

/**
 * Refuses text whose parsing would take far longer than its length explains, before parsing it. What passes takes time
 * in proportion to its length: measured, about 0.9 s of one processor for 100,000 characters dense with markup.
 * @throws KenningError too_large / markdown_too_long, markdown_too_deep or markdown_too_complex
 */
export function demandParsable(lines: readonly string[]): void {
  if (lines.length > MAX_MARKDOWN_LINES) {
    throw new KenningError('too_large', 'markdown_too_long', { limitLines: MAX_MARKDOWN_LINES });
  }
  let effort = 0;
  let inFence = false;
  let block = new Block();
  for (const [index, line] of lines.entries()) {
    const levels = containerLevels(line);
    if (levels > MAX_NESTING_LEVELS) throw tooDeep(index + 1);
    const isFence = FENCE.test(line);
    if (isFence) inFence = !inFence;
    if (isFence || line.trim() === '') {
      effort += block.effort();
      block = new Block();
    } else block.add(line, inFence, levels > 0);
    if (effort + block.effort() > MAX_MARKDOWN_EFFORT_STEPS) {
      throw new KenningError('too_large', 'markdown_too_complex', { line: index + 1 });
    }
  }
}

/** Lines without an empty one among them, as far as they make work. */
class Block {
  private delimiters = 0;
  private lazyLines = 0;
  private isContained = false;

  add(line: string, inFence: boolean, isContainer: boolean): void {
    this.delimiters += line.match(inFence ? CODE_DELIMITERS : DELIMITERS)?.length ?? 0;
    if (!inFence) this.delimiters += (line.match(DOLLARS)?.length ?? 0) / DOLLARS_PER_DELIMITER;
    if (this.isContained && !isContainer && !inFence) this.lazyLines += 1;
    this.isContained ||= isContainer;
  }

  effort(): number {
    return this.delimiters ** 2 + this.lazyLines ** 2;
  }
}

/** @param line where it went too deep, from 1, when that is known */
export function tooDeep(line: number | null = null): KenningError {
  return new KenningError('too_large', 'markdown_too_deep', { limitLevels: MAX_NESTING_LEVELS, line });
}
