import type { Element, ElementContent, Root } from 'hast';
import type { PasteContext } from './context';
import { attributeOf, elementsIn, findIn, ownStyle, rewrite, textOf } from './hast';
import { listsIntoItems } from './lists';

/** The style “Title” has no name in what Google Docs copies, only its size. */
const TITLE_FONT_PT = 24;
/** Google marks the edges of its code blocks with signs that no font has. */
const CODE_EDGES = /[\ue907\uec02\uec03]/g;

function sizeOf(one: Element): number {
  return Number(/^([\d.]+)pt$/.exec(ownStyle(one, 'font-size'))?.[1] ?? 0);
}

function isTitle(paragraph: Element): boolean {
  const spans = elementsIn(paragraph).filter((one) => one.tagName === 'span' && textOf(one).trim() !== '');
  return spans.length > 0 && spans.every((span) => sizeOf(span) >= TITLE_FONT_PT);
}

/** A remark at the edge of an exported page: `[a]`, and its words at the end. */
const isComment = (one: Element): boolean => one.tagName === 'a' && /^cmnt_?(?:ref)?\d/.test(attributeOf(one, 'id'));

/** Google Docs: everything within a `b` that is not bold, lists beside their items, boxes as pictures. */
export function cleanGoogleDocs(root: Root, context: PasteContext): void {
  rewrite(root, (one) => {
    if (/^docs-internal-guid/.test(attributeOf(one, 'id'))) return one.children;
    if (one.tagName === 'div' && findIn(one, (inner) => isComment(inner) && /^cmnt\d/.test(attributeOf(inner, 'id')))) {
      context.leave('comments');
      return [];
    }
    if (one.tagName === 'sup' && findIn(one, isComment)) return [];
    if (one.tagName === 'p' && isTitle(one)) return [{ ...one, tagName: 'h1' }];
    return null;
  });
  withoutEdges(root);
  listsIntoItems(root);
}

function withoutEdges(parent: Root | Element): void {
  for (const child of parent.children as ElementContent[]) {
    if (child.type === 'text') child.value = child.value.replace(CODE_EDGES, '');
    else if (child.type === 'element') withoutEdges(child);
  }
}
