import type { Extension as TreeExtension } from 'mdast-util-from-markdown';
import type { Code, Construct, Effects, Extension, State, TokenizeContext } from 'micromark-util-types';
import type { Plugin } from 'unified';
import { INLINE_FORMULA_CLASSES } from '../document-formula.schema';

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    formula: 'formula';
    formulaMark: 'formulaMark';
    formulaText: 'formulaText';
  }
}

declare module 'mdast' {
  interface InlineFormula extends Literal {
    type: 'inlineFormula';
  }
  interface PhrasingContentMap {
    inlineFormula: InlineFormula;
  }
  interface RootContentMap {
    inlineFormula: InlineFormula;
  }
}

const DOLLAR = 36;
const BACKTICK = 96;
const BACKSLASH = 92;
const MARKS_MAX = 2;

/** What may not follow the second dollar of `$x$`: after `$5/$6`, `${A}/${B}` and `$(a)/$(b)` no formula has ended. */
const NOT_AFTER = /[\p{L}\p{N}_{($]/u;
const NOT_BEFORE = /[\p{L}\p{N}]/u;

/** Texts in which no `` `$ `` comes any more, so that it is not looked for again and again. */
const WITHOUT_TICKED_END = new WeakSet<object>();

/** Line ends and stretched tabs have negative codes. */
const isLineEnd = (code: Code): boolean => code !== null && code < -2;
const isBlank = (code: Code): boolean => code === null || code < 0 || code === 32;
const matches = (code: Code, pattern: RegExp): boolean =>
  code !== null && code > 0 && pattern.test(String.fromCodePoint(code));

/** Whether it stands behind what a dollar has no business behind, such as another dollar. */
function follows(context: TokenizeContext): boolean {
  const last = context.events.at(-1)?.[1].type;
  return context.previous !== DOLLAR || last === 'characterEscape' || last === 'formula';
}

/**
 * KN-M16: formulas in a line, by GitHub's rules: `$x$` with no blank inside its dollars and no word around them, the first
 * dollar that is not escaped being its end, and `` $`x`$ `` wherever it stands. All other dollars are text. Each dollar
 * is looked at up to the next one only, so that a text of dollars takes time in proportion to its length.
 */
class Reader {
  private marks = 0;
  private closing = 0;
  private isTicked = false;
  private before: Code = null;
  private last: Code = null;

  constructor(
    private readonly context: TokenizeContext,
    private readonly effects: Effects,
    private readonly ok: State,
    private readonly nok: State,
  ) {}

  readonly start: State = (code) => {
    this.before = this.context.previous;
    if (!follows(this.context)) return this.nok(code);
    this.effects.enter('formula');
    this.effects.enter('formulaMark');
    return this.opening(code);
  };

  private readonly opening: State = (code) => {
    if (code === DOLLAR && this.marks < MARKS_MAX) {
      this.marks += 1;
      this.effects.consume(code);
      return this.opening;
    }
    if (code === BACKTICK && this.marks === 1) {
      if (WITHOUT_TICKED_END.has(this.context.events)) return this.nok(code);
      this.isTicked = true;
      this.effects.consume(code);
      return this.opened;
    }
    const isText = code === DOLLAR || isBlank(code) || matches(this.before, NOT_BEFORE);
    return isText ? this.nok(code) : this.opened(code);
  };

  private readonly opened: State = (code) => {
    this.effects.exit('formulaMark');
    return this.between(code);
  };

  private readonly between: State = (code) => {
    if (code === null) {
      if (this.isTicked) WITHOUT_TICKED_END.add(this.context.events);
      return this.nok(code);
    }
    if (isLineEnd(code)) {
      this.effects.enter('lineEnding');
      this.effects.consume(code);
      this.effects.exit('lineEnding');
      this.last = code;
      return this.between;
    }
    if (this.isTicked && code === BACKTICK) {
      const mark = this.effects.enter('formulaMark');
      this.effects.consume(code);
      return (next) => {
        if (next === DOLLAR) return this.finish(next);
        // A backtick of the formula's own.
        mark.type = 'formulaText';
        return this.text(next);
      };
    }
    if (!this.isTicked && code === DOLLAR) {
      this.effects.enter('formulaMark');
      return this.end(code);
    }
    this.effects.enter('formulaText');
    return this.text(code);
  };

  private readonly text: State = (code) => {
    const isStop = code === null || isLineEnd(code) || code === (this.isTicked ? BACKTICK : DOLLAR);
    if (isStop) {
      this.effects.exit('formulaText');
      return this.between(code);
    }
    this.last = code;
    this.effects.consume(code);
    return code === BACKSLASH && !this.isTicked ? this.escaped : this.text;
  };

  private readonly escaped: State = (code) => {
    if (code === null || isLineEnd(code)) return this.text(code);
    this.last = code;
    this.effects.consume(code);
    return this.text;
  };

  private readonly end: State = (code) => {
    if (code === DOLLAR && this.closing < this.marks) {
      this.closing += 1;
      this.effects.consume(code);
      return this.end;
    }
    const isText = this.closing < this.marks || isBlank(this.last) || matches(code, NOT_AFTER);
    if (isText) return this.nok(code);
    return this.finished(code);
  };

  private readonly finish: State = (code) => {
    this.effects.consume(code);
    return this.finished;
  };

  private readonly finished: State = (code) => {
    this.effects.exit('formulaMark');
    this.effects.exit('formula');
    return this.ok(code);
  };
}

const construct: Construct = {
  name: 'formula',
  tokenize(effects, ok, nok) {
    return new Reader(this, effects, ok, nok).start;
  },
};

const syntax: Extension = { text: { [DOLLAR]: construct } };

const tree: TreeExtension = {
  enter: {
    formula(token) {
      this.enter({ type: 'inlineFormula', value: '' }, token);
      this.buffer();
    },
    formulaText(token) {
      this.config.enter.data?.call(this, token);
    },
  },
  exit: {
    formula(token) {
      const value = this.resume();
      const node = this.stack.at(-1);
      if (node?.type === 'inlineFormula') {
        node.value = value;
        node.data = {
          hName: 'code',
          hProperties: { className: INLINE_FORMULA_CLASSES.split(' ') },
          hChildren: [{ type: 'text', value }],
        };
      }
      this.exit(token);
    },
    formulaText(token) {
      this.config.exit.data?.call(this, token);
    },
  },
};

/** Teaches a parser of Markdown the formulas in a line. */
export const inlineFormulas: Plugin = function plugin() {
  const data = this.data();
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), syntax];
  data.fromMarkdownExtensions = [...(data.fromMarkdownExtensions ?? []), tree];
};
