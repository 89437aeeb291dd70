import type { Element, ElementContent, Parents } from 'hast';
import { attributeOf, element, elementsIn, isBlank, isElement, ownStyle, rewrite, styleOf, text, textOf } from './hast';
import { type FlatItem, nested } from './lists';

/** `l0 level2 lfo1` */
const PLACE = /\blevel(\d+)\b/i;
const ORDERED = /^\(?(?:\d+(?:\.\d+)*|[a-z]{1,2}|[ivxlcdm]+)(?:[.):]|\.\))\s*$|^\(\w+\)$|^\d+(?:\.\d+)*$/i;
const LIST_CLASS = /(?:^|\s)MsoListParagraph/;

function levelOf(paragraph: Element): number | null {
  if (paragraph.tagName !== 'p' && paragraph.tagName !== 'div') return null;
  const place = ownStyle(paragraph, 'mso-list');
  const level = PLACE.exec(place)?.[1];
  return level === undefined ? null : Number(level);
}

const isMarker = (one: Element): boolean => /^ignore/.test(ownStyle(one, 'mso-list'));

/** Takes the marker that Word wrote as text out of the paragraph. @returns its sign: `·`, `3.`, `a)` */
function takeMarker(paragraph: Element): string {
  let marker = '';
  rewrite(paragraph, (one) => {
    if (!isMarker(one)) return null;
    marker ||= textOf(one)
      .replace(/[\s\u00a0]+/g, ' ')
      .trim();
    return [];
  });
  return marker;
}

function itemOf(paragraph: Element, level: number): FlatItem {
  const marker = takeMarker(paragraph);
  const ordered = ORDERED.test(marker);
  const number = ordered ? /\d+/.exec(marker.split('.').findLast((part) => part.trim() !== '') ?? '')?.[0] : undefined;
  return {
    level,
    ordered,
    start: number === undefined ? null : Number(number),
    content: [element('p', paragraph.children)],
  };
}

/** Where the same list is told to go on, what stands between with the look of a list belongs to its last item. */
const goesOn = (node: ElementContent): node is Element =>
  isElement(node) &&
  node.tagName === 'p' &&
  LIST_CLASS.test(attributeOf(node, 'class')) &&
  !styleOf(node).has('mso-list');

/** Paragraphs that Word only draws as a list become one. A number before a heading stays as its words. */
export function wordLists(parent: Parents): void {
  numberedHeadings(parent);
  gather(parent);
}

function numberedHeadings(parent: Parents): void {
  for (const one of elementsIn(parent)) {
    if (!/^h[1-6]$/.test(one.tagName)) continue;
    const marker = takeMarker(one);
    if (ORDERED.test(marker)) one.children.unshift(text(`${marker} `));
  }
}

function gather(parent: Parents): void {
  const result: ElementContent[] = [];
  let items: FlatItem[] = [];
  const flush = () => {
    result.push(...nested(items));
    items = [];
  };
  for (const child of parent.children as ElementContent[]) {
    const level = isElement(child) ? levelOf(child) : null;
    if (isElement(child) && level !== null) items.push(itemOf(child, level));
    else if (items.length > 0 && goesOn(child)) items.at(-1)?.content.push(element('p', child.children));
    else if (items.length > 0 && isBlank(child)) continue;
    else {
      flush();
      if (isElement(child)) gather(child);
      result.push(child);
    }
  }
  flush();
  parent.children = result;
}
