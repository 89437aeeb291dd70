import { createElement, type ReactNode } from 'react';
import type { FormulaNode } from './formula-tree';

/** A formula as elements. It brings no code to the browser. */
export function FormulaMarkup({ tree }: { tree: FormulaNode }): ReactNode {
  return render(tree);
}

function render(node: FormulaNode | string): ReactNode {
  if (typeof node === 'string') return node;
  const { tag, attributes, style, className, children } = node;
  const shown = { ...attributes, style, className: className === '' ? undefined : className };
  return createElement(tag, shown, ...children.map(render));
}
