import type { Element, Nodes } from 'hast';
import { FORMULA_LANGUAGE, INLINE_FORMULA_CLASSES } from '../document-formula.schema';

const TEX = 'application/x-tex';

function textOf(node: Nodes): string {
  if (node.type === 'text') return node.value;
  return node.type === 'element' ? node.children.map(textOf).join('') : '';
}

/** The source that a formula in MathML carries with it, as ours and those of most pages do. */
function annotationOf(math: Element): string | null {
  const waiting: Element[] = [math];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.tagName === 'annotation' && node.properties.encoding === TEX) return textOf(node).trim();
    for (const child of node.children) if (child.type === 'element') waiting.push(child);
  }
  return null;
}

/** KN-M27: a formula in MathML as the code that stands for one; null without a source. */
export function formulaFromMath(math: Element): Element | null {
  const latex = annotationOf(math);
  if (latex === null || latex === '') return null;
  const isBlock = math.properties.display === 'block';
  const code: Element = {
    type: 'element',
    tagName: 'code',
    properties: { className: isBlock ? [`language-${FORMULA_LANGUAGE}`] : INLINE_FORMULA_CLASSES.split(' ') },
    children: [{ type: 'text', value: latex }],
  };
  return isBlock ? { type: 'element', tagName: 'pre', properties: {}, children: [code] } : code;
}
