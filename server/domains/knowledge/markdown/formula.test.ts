import type { JSONContent } from '@tiptap/core';
import { describe, expect, test } from 'vitest';
import { FORMULA_CHARACTERS_MAX } from '../document-formula.schema';
import { cleanDocument } from './clean-document.rules';
import { extract, walk } from './extract';
import { fromMarkdown } from './from-markdown.rules';
import { toMarkdown } from './to-markdown';

/** The formulas of a text, those by themselves between `[]`. */
function formulasOf(markdown: string): string[] {
  return [...walk(fromMarkdown(markdown))].flatMap((node) => {
    if (node.type === 'inlineMath') return [String(node.attrs?.latex)];
    return node.type === 'blockMath' ? [`[${node.attrs?.latex}]`] : [];
  });
}

const paragraph = (...content: JSONContent[]): JSONContent => ({
  type: 'doc',
  content: [{ type: 'paragraph', content }],
});
const text = (words: string): JSONContent => ({ type: 'text', text: words });
const inline = (latex: string): JSONContent => ({ type: 'inlineMath', attrs: { latex } });
const written = (...content: JSONContent[]): string => toMarkdown(cleanDocument(paragraph(...content)).document).trim();

describe('formulas in a line', () => {
  test.each([
    ['It is $x^2$.', ['x^2']],
    ['$a_1 + b_1$ and **bold** $c*d*e$', ['a_1 + b_1', 'c*d*e']],
    ['($x$), "$y$"', ['x', 'y']],
    ['$a \\$ b$', ['a \\$ b']],
    ['$\\frac{a}{b}\n= c$', ['\\frac{a}{b} = c']],
    ['x$`y`$z $`a`b$c`$', ['y', 'a`b$c']],
    ['so $$x$$ is it', ['x']],
    ['| a | b |\n|---|---|\n| $x$ | $y$ |', ['x', 'y']],
    ['# On $O(n)$', ['O(n)']],
  ])('KN-M16 %j', (markdown, formulas) => {
    expect(formulasOf(markdown)).toEqual(formulas);
  });

  test.each([
    'It costs $5 and $6.',
    'Between $5 and ($6) a day, or US$5, A$6.',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of a shell
    'From $HOME/$USER to ${HOME}/${USER} and $(pwd)/$(date), $_a/$_b.',
    'A price of 5$, 6$ or 7$.',
    'Escaped \\$x\\$, and `$x$` in code, and `$`.',
    '$ x $',
    '$$$x$$$',
    'Only $one',
    '    $x$',
  ])('KN-M16 %j is text', (markdown) => {
    expect(formulasOf(markdown)).toEqual([]);
  });
});

describe('formulas by themselves', () => {
  test.each([
    ['$$\nx^2\n$$', ['[x^2]']],
    ['$$x^2$$', ['[x^2]']],
    ['$$ a\n+ b $$', ['[a\n+ b]']],
    ['Words before:\n$$\nx\n$$\nand after', ['[x]']],
    ['> a\n>\n> $$\n> - x\n> $$', ['[- x]']],
    ['- a\n\n  $$\n  > 0\n  $$\n- $$\n  y\n  $$', ['[> 0]', '[y]']],
    ['> [!NOTE]\n> $$\n> x\n> $$', ['[x]']],
    ['```math\nx\n```', ['[x]']],
    ['$$\n```\n$$', ['[```]']],
  ])('KN-M17 %j', (markdown, formulas) => {
    expect(formulasOf(markdown)).toEqual(formulas);
  });

  test.each([
    '$$\nx\n\ny\n$$',
    '$$\nno end',
    '$$\n$$',
    '```sh\n$$\nx\n$$\n```',
    '<pre>\n\n$$\nx\n$$\n\n</pre>',
    '<div>\n$$\nx\n$$\n</div>',
    '<!--\n\n$$\nx\n$$\n\n-->',
    '> $$\nx\n$$',
    `$$\n${'x\n'.repeat(300)}$$`,
  ])('KN-M17 %j is none', (markdown) => {
    expect(formulasOf(markdown)).toEqual([]);
  });
});

describe('formulas of other pages', () => {
  const math = (display: string, source: string) =>
    `<math${display}><semantics><mrow><mi>x</mi></mrow>${source}</semantics></math>`;
  const annotation = '<annotation encoding="application/x-tex">x^2 &lt; y</annotation>';

  test('KN-M27 MathML that carries its source is a formula, other MathML is left out', () => {
    expect(
      formulasOf(`<p>So ${math('', annotation)} is it</p>\n\n<div>${math(' display="block"', annotation)}</div>`),
    ).toEqual(['x^2 < y', '[x^2 < y]']);
    expect(formulasOf(`<p>So ${math('', '')} is it</p>`)).toEqual([]);
  });
});

describe('formulas as Markdown', () => {
  test.each([
    [[inline('x')], '$x$'],
    [[text('a'), inline('x'), text('b')], 'a$`x`$b'],
    [[inline('x'), inline('y')], '$`x`$$`y`$'],
    [[text('It costs $5')], 'It costs $5'],
    [[text('It costs $5 or $6')], 'It costs \\$5 or \\$6'],
    [[text('$'), inline('x')], '\\$$x$'],
    [[inline('a`$b')], '<code class="language-math math-inline">a\\`$b</code>'],
  ])('KN-M18 %j', (content, markdown) => {
    expect(written(...content)).toBe(markdown);
  });

  test('KN-M18 a formula by itself, also one with dollars of its own', () => {
    const block = (latex: string) => ({ type: 'doc', content: [{ type: 'blockMath', attrs: { latex } }] });
    expect(toMarkdown(block('a\n+ b'))).toBe('$$\na\n+ b\n$$\n');
    expect(toMarkdown(block('\\text{$$}'))).toBe('```math\n\\text{$$}\n```\n');
  });
});

describe('what a formula may be', () => {
  const long = 'x'.repeat(FORMULA_CHARACTERS_MAX + 1);

  test('KN-M19 without a source it is none, and too long it is code', () => {
    const block = (latex: unknown) => ({ type: 'blockMath', attrs: { latex } });
    const { document } = cleanDocument({
      content: [block(' \n '), block(7), block(long), { type: 'paragraph', content: [inline('  '), inline(long)] }],
    });
    expect(document.content?.map((node) => [node.type, node.content?.map((child) => child.marks)])).toEqual([
      ['codeBlock', [undefined]],
      ['paragraph', [[{ type: 'code' }]]],
    ]);
  });

  test('KN-M19 its lines are kept, its empty ones not', () => {
    const { document } = cleanDocument({ content: [{ type: 'blockMath', attrs: { latex: ' a \r\n\r\n b\u0000' } }] });
    expect(document.content).toEqual([{ type: 'blockMath', attrs: { latex: 'a\nb' } }]);
  });

  test('KN-M21 its source is found by search', () => {
    expect(extract(fromMarkdown('Area $\\pi r^2$\n\n$$\n\\int f\n$$')).plainText).toBe('Area \\pi r^2\n\\int f');
  });
});
