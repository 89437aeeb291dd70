import { Node } from '@tiptap/core';
import { safeImageUrl } from './document-url.schema';
import { demandThat, isTextOrNull } from './document-values.schema';

/** How wide an image with a caption stands: small, as wide as the text, or as it is. */
export const FIGURE_WIDTHS = ['small', 'text', 'natural'] as const;
export type FigureWidth = (typeof FIGURE_WIDTHS)[number];

/** Where the width stands in HTML. */
export const FIGURE_WIDTH_ATTRIBUTE = 'data-width';

/** @returns whether it names a width */
export function isFigureWidth(value: unknown): value is FigureWidth {
  return FIGURE_WIDTHS.some((width) => width === value);
}

/** What an image inside a figure says of itself. */
function ofImage(name: string) {
  return (element: HTMLElement): string | null => element.querySelector('img')?.getAttribute(name) || null;
}

/** The words below a figure. In a node of its own, so that making a heading of them leaves the image in place. */
export const FigureCaption = Node.create({
  name: 'figureCaption',
  content: 'inline*',
  defining: true,
  isolating: true,
  parseHTML() {
    return [{ tag: 'figcaption' }];
  },
  renderHTML() {
    return ['figcaption', 0];
  },
});

/** An image that stands by itself, with a caption that is edited like any text. */
export const Figure = Node.create({
  name: 'figure',
  group: 'block',
  content: 'figureCaption',
  isolating: true,
  draggable: true,
  addAttributes() {
    return {
      src: {
        default: null,
        rendered: false,
        validate: demandThat((value) => safeImageUrl(value) !== null, 'figure src'),
        parseHTML: ofImage('src'),
      },
      alt: {
        default: null,
        rendered: false,
        validate: demandThat(isTextOrNull, 'figure alt'),
        parseHTML: ofImage('alt'),
      },
      title: {
        default: null,
        rendered: false,
        validate: demandThat(isTextOrNull, 'figure title'),
        parseHTML: ofImage('title'),
      },
      width: {
        default: 'natural',
        validate: demandThat(isFigureWidth, 'figure width'),
        parseHTML: (element) => {
          const width = element.getAttribute(FIGURE_WIDTH_ATTRIBUTE);
          return isFigureWidth(width) ? width : 'natural';
        },
        renderHTML: ({ width }) => (width === 'natural' ? {} : { [FIGURE_WIDTH_ATTRIBUTE]: width }),
      },
    };
  },
  parseHTML() {
    return [
      {
        tag: 'figure',
        getAttrs: (element) =>
          safeImageUrl(element.querySelector('img')?.getAttribute('src')) === null ? false : null,
        contentElement: (element) =>
          (element as HTMLElement).querySelector<HTMLElement>('figcaption') ?? document.createElement('figcaption'),
      },
    ];
  },
  renderHTML({ node, HTMLAttributes }) {
    const { src, alt, title } = node.attrs;
    return ['figure', HTMLAttributes, ['img', { src, alt: alt ?? '', title }], ['div', 0]];
  },
});
