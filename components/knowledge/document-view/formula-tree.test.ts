import { describe, expect, test } from 'vitest';
import { FORMULA_CHARACTERS_MAX } from '@/server/domains/knowledge/document-formula.schema';
import { type FormulaNode, formulaTree } from './formula-tree';

function nodesOf(node: FormulaNode): FormulaNode[] {
  return [node, ...node.children.flatMap((child) => (typeof child === 'string' ? [] : nodesOf(child)))];
}

function textOf(node: FormulaNode): string {
  return node.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

const treeOf = (latex: string): FormulaNode => {
  const result = formulaTree(latex, true);
  if (!result.ok) throw new Error(result.fault);
  return result.tree;
};

describe('formulas', () => {
  test('KN-M22 are MathML that any browser shows, with their source beside it', () => {
    const tree = treeOf('\\mathbb{R} \\frac{a}{b}');
    expect(tree.tag).toBe('math');
    expect(nodesOf(tree).map((node) => node.tag)).toContain('mfrac');
    expect(textOf(tree)).toContain('ℝ');
    expect(textOf(tree)).toContain('\\mathbb{R} \\frac{a}{b}');
  });

  test('KN-M22 keep the room around the names of functions', () => {
    const spaces = nodesOf(treeOf('n \\log n')).filter((node) => node.tag === 'mspace' || node.attributes.lspace);
    expect(spaces.map((node) => node.attributes.width ?? node.attributes.lspace)).toContain('0.1667em');
  });

  test.each([
    ['\\frac{1}{', 'unfinished', null],
    ['\\wrong x', 'unknown', '\\wrong'],
    ['\\includegraphics{/files/1/a.png}', 'forbidden', '\\includegraphics'],
    ['\\href{javascript:alert(1)}{x}', 'unknown', '\\href'],
    ['\\class{x}{y}', 'forbidden', '\\class'],
    ['\\def\\a{\\a\\a}\\a', 'too_large', null],
    [`${'{'.repeat(1_900)}x${'}'.repeat(1_900)}`, 'too_large', null],
    [`${'\\frac{1}{'.repeat(300)}x${'}'.repeat(300)}`, 'too_large', null],
    ['x'.repeat(FORMULA_CHARACTERS_MAX + 1), 'too_large', null],
  ])('KN-M22 %.40s is refused with a reason', (latex, fault, word) => {
    expect(formulaTree(latex, false)).toEqual({ ok: false, fault, word });
  });

  test('KN-M22 cannot reach out of their place, nor bring addresses', () => {
    const sources = [
      '\\rule{9999em}{9999em}',
      '\\raisebox{9999em}{x}',
      '\\kern-9999em x',
      '\\text{<img src=x onerror=alert(1)>}',
    ];
    for (const node of sources.flatMap((latex) => nodesOf(treeOf(latex)))) {
      expect(Object.keys(node.attributes).filter((name) => /^(?:on|href|src|style|id)/.test(name))).toEqual([]);
      for (const value of [...Object.values(node.attributes), ...Object.values(node.style)]) {
        expect(value).not.toMatch(/url|\(|\d{3,}(?:\.\d+)?em/);
      }
    }
  });

  test('KN-M22 a name given in one formula is not known in the next', () => {
    expect(formulaTree('\\gdef\\mine{x}\\mine', false).ok).toBe(true);
    expect(formulaTree('\\mine', false)).toEqual({ ok: false, fault: 'unknown', word: '\\mine' });
  });
});
