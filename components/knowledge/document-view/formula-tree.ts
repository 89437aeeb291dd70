import temml from 'temml';
import { FORMULA_CHARACTERS_MAX } from '@/server/domains/knowledge/document-formula.schema';

/** Limits on what a source may become: a short one can ask for very much. */
const MAX_EXPANSIONS = 300;
const MAX_SIZE_EM = 20;
const MAX_SIZE_PX = 200;
const MAX_LEVELS = 120;
const MAX_NODES = 6_000;

/** An element of MathML, or of HTML inside it, as far as we let it be. */
export type FormulaNode = {
  tag: string;
  attributes: Record<string, string>;
  style: Record<string, string>;
  className: string;
  children: (FormulaNode | string)[];
};

export type FormulaFault = 'unknown' | 'forbidden' | 'unfinished' | 'too_large' | 'not_understood';
export type FormulaResult =
  | { ok: true; tree: FormulaNode }
  /** `word` is the command that it is about, where it is about one. */
  | { ok: false; fault: FormulaFault; word: string | null };

const TAGS = new Set(
  (
    'math semantics annotation mrow mi mn mo mtext ms mspace mfrac msqrt mroot msub msup msubsup munder mover ' +
    'munderover mmultiscripts mprescripts none mtable mtr mtd mstyle mpadded mphantom menclose span'
  ).split(' '),
);
const ATTRIBUTES = new Set(
  (
    'display displaystyle scriptlevel encoding mathvariant mathcolor mathbackground mathsize stretchy fence separator ' +
    'accent accentunder largeop movablelimits symmetric form lspace rspace minsize maxsize width height depth voffset ' +
    'linethickness notation columnspan rowspan columnalign rowalign rowspacing columnspacing columnlines rowlines'
  ).split(' '),
);
const STYLES = /^(?:color|display|width|height|verticalAlign|textAlign|padding\w*|margin\w*|border\w*)$/;
/** No address, no function and nothing that could end a declaration. */
const VALUE = /^[\w\s.,#%+-]{0,200}$/;
/** What would lead out of the place of the formula. */
const FAR = /(?<![\d.])(?:\d{4,}|\d{3,}(?:\.\d*)?e)/;
const CLASSES = /^[\w -]{0,100}$/;

const camelCased = (name: string): string => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** What Temml builds. */
type Built = {
  type?: string;
  text?: string;
  attributes?: Record<string, unknown>;
  style?: Record<string, unknown>;
  classes?: string[];
  children?: Built[];
};

function kept(
  given: Record<string, unknown> | undefined,
  isAllowed: (name: string) => boolean,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given ?? {})
      .map(([name, value]) => [name, String(value)] as const)
      .filter(([name, value]) => isAllowed(name) && VALUE.test(value) && !FAR.test(value)),
  );
}

class Copier {
  private nodes = 0;

  /** @throws RangeError where it is too deep or too large */
  copy(built: Built, level: number): (FormulaNode | string)[] {
    this.nodes += 1;
    if (level > MAX_LEVELS || this.nodes > MAX_NODES) throw new RangeError('formula');
    if (built.text !== undefined) return [built.text];
    const children = (built.children ?? []).flatMap((child) => this.copy(child, level + 1));
    if (built.type === undefined || !TAGS.has(built.type)) return children;
    const styles = Object.fromEntries(
      Object.entries(built.style ?? {}).map(([name, value]) => [camelCased(name), value]),
    );
    const className = (built.classes ?? []).filter((name) => name !== '').join(' ');
    return [
      {
        tag: built.type,
        attributes: kept(built.attributes, (name) => ATTRIBUTES.has(name)),
        style: kept(styles, (name) => STYLES.test(name)),
        className: CLASSES.test(className) ? className : '',
        children,
      },
    ];
  }
}

const COMMAND = /\\(?:[a-zA-Z]+|.)/;

function faultOf(error: unknown): { fault: FormulaFault; word: string | null } {
  if (error instanceof RangeError) return { fault: 'too_large', word: null };
  const said = String(error instanceof Error ? error.message : error);
  const word = COMMAND.exec(said)?.[0] ?? null;
  if (said.includes('Too many expansions')) return { fault: 'too_large', word: null };
  if (said.includes('not trusted')) return { fault: 'forbidden', word };
  if (/Unsupported function|Undefined control/.test(said)) return { fault: 'unknown', word };
  if (/end of input|Expected '(?:\}|\\right|EOF)|Missing/.test(said)) return { fault: 'unfinished', word: null };
  return { fault: 'not_understood', word: null };
}

/**
 * KN-M22: the MathML of a formula. It can name no address, run nothing and set no style but ours; what takes too long or
 * becomes too large is refused. Never throws.
 */
export function formulaTree(latex: string, isBlock: boolean): FormulaResult {
  if (latex.length > FORMULA_CHARACTERS_MAX) return { ok: false, fault: 'too_large', word: null };
  try {
    const options = { displayMode: isBlock, trust: false, strict: false, annotate: true, throwOnError: true };
    const limits = { maxExpand: MAX_EXPANSIONS, maxSize: [MAX_SIZE_EM, MAX_SIZE_PX] as [number, number] };
    const built: Built = temml.__renderToMathMLTree(latex, { ...options, ...limits });
    const [tree] = new Copier().copy(built, 0);
    if (tree === undefined || typeof tree === 'string') return { ok: false, fault: 'not_understood', word: null };
    return { ok: true, tree };
  } catch (error) {
    return { ok: false, ...faultOf(error) };
  }
}
