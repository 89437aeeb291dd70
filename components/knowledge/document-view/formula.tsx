import type { JSONContent } from '@tiptap/core';
import { cache, type ReactNode } from 'react';
import classes from './formula.module.css';
import { FormulaMarkup } from './formula-markup';
import { type FormulaResult, formulaTree } from './formula-tree';
import { WORDS } from './labels';

/** What is left when a page has used up its time is shown as its source: setting must not hold up everybody else. */
const MAX_PAGE_MS = 1_000;

/** One for each page that is rendered. */
const timeUsed = cache(() => ({ ms: 0 }));

function set(latex: string, isBlock: boolean): FormulaResult {
  const used = timeUsed();
  if (used.ms > MAX_PAGE_MS) return { ok: false, fault: 'too_large', word: null };
  const begun = performance.now();
  const result = formulaTree(latex, isBlock);
  used.ms += performance.now() - begun;
  return result;
}

const latexOf = (node: JSONContent): string => (typeof node.attrs?.latex === 'string' ? node.attrs.latex : '');

/** A formula in a line, set on the server; its source where it cannot be set. */
export function InlineFormula({ node }: { node: JSONContent }): ReactNode {
  const latex = latexOf(node);
  const result = set(latex, false);
  if (!result.ok) return <code title={WORDS.formulaFailed}>{latex}</code>;
  return (
    <span className={classes.inline}>
      <FormulaMarkup tree={result.tree} />
    </span>
  );
}

/** A formula by itself. It scrolls where it is wider than the page. */
export function BlockFormula({ node }: { node: JSONContent }): ReactNode {
  const latex = latexOf(node);
  const result = set(latex, true);
  if (result.ok) {
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex lint/a11y/useSemanticElements: what scrolls must be reachable by keyboard, and a fieldset is for forms
      <div className={classes.block} role="group" aria-label={WORDS.formula} tabIndex={0}>
        <FormulaMarkup tree={result.tree} />
      </div>
    );
  }
  return (
    <figure className={classes.failed}>
      <figcaption>{WORDS.formulaFailed}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>
        <code>{latex}</code>
      </pre>
    </figure>
  );
}
