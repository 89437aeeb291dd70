import { FORMULA_CHARACTERS_MAX, FORMULA_LANGUAGE } from '../document-formula.schema';
import { cleanText } from './clean-text.rules';
import type { LooseNode, Mark } from './loose.rules';

/** The language of a formula that is too long to be one. */
const LONG_LANGUAGE = 'latex';
const ODD_BACKSLASH = /(?:^|[^\\])(?:\\\\)*\\$/;

function sourceOf(value: unknown): string {
  return typeof value === 'string' ? cleanText(value) : '';
}

/** Without blanks at the edges, but the one that a backslash at the end is about. */
function trimmed(latex: string): string {
  const text = latex.trim();
  return ODD_BACKSLASH.test(text) ? `${text} ` : text;
}

/** KN-M19: a formula of a line has no line ends and no runs of blanks; one that is too long is code. */
export function cleanInlineFormula({ attrs }: LooseNode): LooseNode | null {
  const latex = trimmed(sourceOf(attrs?.latex).replace(/\s+/g, ' '));
  if (latex === '') return null;
  if (latex.length <= FORMULA_CHARACTERS_MAX) return { type: 'inlineMath', attrs: { latex } };
  const marks: Mark[] = [{ type: 'code' }];
  return { type: 'text', text: latex, marks };
}

/** KN-M19: a formula by itself has no empty lines; one that is too long is a block of code, and an empty one is none. */
export function cleanBlockFormula(source: unknown): LooseNode[] {
  const lines = sourceOf(source).split(/\r\n?|\n/);
  const filled = lines.map((line) => line.trim()).filter((line) => line !== '');
  const latex = trimmed(filled.join('\n'));
  if (latex === '') return [];
  if (latex.length <= FORMULA_CHARACTERS_MAX) return [{ type: 'blockMath', attrs: { latex } }];
  return [{ type: 'codeBlock', attrs: { language: LONG_LANGUAGE }, content: [{ type: 'text', text: latex }] }];
}

/** @returns whether a block of code is a formula by its language */
export function isFormulaLanguage(language: unknown): boolean {
  return typeof language === 'string' && language.toLowerCase() === FORMULA_LANGUAGE;
}
