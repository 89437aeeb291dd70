import { Node } from '@tiptap/core';

/** The longest source of one formula, in LaTeX. */
export const FORMULA_CHARACTERS_MAX = 4_000;

/** The classes by which a formula's source is known in HTML, as remark-math and others write it. */
export const INLINE_FORMULA_CLASS = 'math-inline';
const SOURCE_CLASS = 'language-math';
export const INLINE_FORMULA_CLASSES = `${SOURCE_CLASS} ${INLINE_FORMULA_CLASS}`;
/** The language of a block of code that is a formula. */
export const FORMULA_LANGUAGE = 'math';

const latexAttribute = {
  default: '',
  validate: (value: unknown) => {
    if (typeof value !== 'string' || value.length > FORMULA_CHARACTERS_MAX) throw new RangeError('formula source');
  },
};

/** The source that a page's MathML carries beside it; false when it carries none. */
function annotated(element: HTMLElement): { latex: string } | false {
  const source = element.querySelector('annotation[encoding="application/x-tex"]')?.textContent?.trim() ?? '';
  return source !== '' && source.length <= FORMULA_CHARACTERS_MAX ? { latex: source } : false;
}

const isDisplayed = (element: HTMLElement): boolean => element.getAttribute('display') === 'block';

/** A formula in a line of text. Its LaTeX is an attribute: it is edited as a whole. */
export const InlineMath = Node.create({
  name: 'inlineMath',
  group: 'inline',
  inline: true,
  atom: true,
  marks: '',
  addAttributes() {
    return { latex: { ...latexAttribute, rendered: false } };
  },
  parseHTML() {
    return [
      {
        tag: `code.${INLINE_FORMULA_CLASS}`,
        priority: 60,
        getAttrs: (element) => ({ latex: element.textContent?.trim() ?? '' }),
      },
      { tag: 'math', priority: 60, getAttrs: (element) => (isDisplayed(element) ? false : annotated(element)) },
    ];
  },
  renderHTML({ node }) {
    return ['code', { class: INLINE_FORMULA_CLASSES }, String(node.attrs.latex)];
  },
  renderText({ node }) {
    return `$${node.attrs.latex}$`;
  },
});

/** A formula that stands by itself. */
export const BlockMath = Node.create({
  name: 'blockMath',
  group: 'block',
  atom: true,
  addAttributes() {
    return { latex: { ...latexAttribute, rendered: false } };
  },
  parseHTML() {
    return [
      {
        tag: 'pre',
        priority: 60,
        getAttrs: (element) => {
          const code = element.querySelector(`code.${SOURCE_CLASS}`);
          return code === null ? false : { latex: code.textContent?.trim() ?? '' };
        },
      },
      { tag: 'math', priority: 60, getAttrs: (element) => (isDisplayed(element) ? annotated(element) : false) },
    ];
  },
  renderHTML({ node }) {
    return ['pre', ['code', { class: SOURCE_CLASS }, String(node.attrs.latex)]];
  },
  renderText({ node }) {
    return `$$\n${node.attrs.latex}\n$$`;
  },
});
