import type { JSONContent } from '@tiptap/core';
import type { Element, ElementContent } from 'hast';
import { safeImageUrl } from '../document.schema';
import { FIGURE_WIDTH_ATTRIBUTE, isFigureWidth } from '../document-figure.schema';
import { cleanInlines, type Report } from './clean-inline.rules';
import { textOrNull } from './clean-text.rules';
import type { LooseNode } from './loose.rules';

const isBlank = (node: ElementContent): boolean =>
  node.type !== 'element' && (node.type !== 'text' || !node.value.trim());

function elementsIn(parent: Element): Element[] | null {
  const filled = parent.children.filter((child) => !isBlank(child));
  return filled.every((child): child is Element => child.type === 'element') ? filled : null;
}

/** The image of a figure, also one in a paragraph of its own. */
function onlyImage(node: Element): Element | null {
  if (node.tagName === 'img') return node;
  const inside = node.tagName === 'p' || node.tagName === 'picture' ? elementsIn(node) : null;
  const images = inside?.filter((child) => child.tagName !== 'source') ?? [];
  return images.length === 1 && images[0] !== undefined ? onlyImage(images[0]) : null;
}

/**
 * KN-M20: a figure of HTML as one of the document: one image that is no link, and perhaps a caption. Any other is not a
 * figure to us but what stands in it.
 * @param children the nodes in an element
 */
export function figureFromHast(node: Element, children: (parent: Element) => LooseNode[]): LooseNode | null {
  const parts = elementsIn(node) ?? [];
  const captions = parts.filter((part) => part.tagName === 'figcaption');
  const others = parts.filter((part) => part.tagName !== 'figcaption');
  const image = others.length === 1 && others[0] !== undefined ? onlyImage(others[0]) : null;
  if (image === null || captions.length > 1 || safeImageUrl(image.properties.src) === null) return null;
  const { src, alt, title } = image.properties;
  const width = node.properties[FIGURE_WIDTH_ATTRIBUTE] ?? node.properties.dataWidth;
  const content = captions.flatMap(children);
  return { type: 'figure', attrs: { src, alt, title, width }, content };
}

/** KN-M20: a figure that satisfies the schema; without an address it is its caption. */
export function cleanFigure({ attrs = {} }: LooseNode, caption: readonly LooseNode[], report: Report): LooseNode {
  const src = safeImageUrl(attrs.src);
  const content = cleanInlines(caption, report);
  const filled = content.length === 0 ? {} : { content };
  if (src === null) {
    report('image:address');
    return { type: 'paragraph', ...filled };
  }
  const width = isFigureWidth(attrs.width) ? attrs.width : 'natural';
  return {
    type: 'figure',
    attrs: { src, alt: textOrNull(attrs.alt), title: textOrNull(attrs.title), width },
    content: [{ type: 'figureCaption', ...filled }],
  };
}

type Written = { tag: (name: string, attrs: Record<string, unknown>) => string; inner: string; apart: string };

/** A figure as HTML. @param apart what stands between its parts */
export function figureToHtml(node: JSONContent, { tag, inner, apart }: Written): string {
  const { src, alt, title, width } = node.attrs ?? {};
  const named = { [FIGURE_WIDTH_ATTRIBUTE]: width === 'natural' ? null : width };
  const image = tag('img', { src: safeImageUrl(src), alt: alt ?? '', title });
  const caption = inner === '' ? [] : [`<figcaption>${inner}</figcaption>`];
  return [tag('figure', named), image, ...caption, '</figure>'].join(apart);
}
