import { type Declarations, declarations } from './hast';

/** What was left out of a paste, by what it was. */
const LEFT_OUT = [
  'images',
  'foreign_images',
  'drawings',
  'media',
  'comments',
  'deletions',
  'contents',
  'macros',
  'formulas',
  'front_matter',
] as const;
export type LeftOut = (typeof LEFT_OUT)[number];

/** An image whose bytes came with the paste. Its place in the document is marked by its address. */
export type CarriedImage = { address: string; mediaType: string; base64: string };

/** What is known while a paste is read. */
export class PasteContext {
  readonly leftOut = new Map<LeftOut, number>();
  readonly images: CarriedImage[] = [];

  constructor(
    /** What the classes of the page's own style sheet mean. */
    readonly classes: ReadonlyMap<string, Declarations>,
    /** Where Kenning is, for instance https://kenning.example.org: addresses there are ours. */
    readonly origin: string,
    /** The bytes of images that the page names as files, in their order: what Word puts beside its HTML. */
    readonly beside: CarriedImage[] = [],
  ) {}

  leave(what: LeftOut, count = 1): void {
    this.leftOut.set(what, (this.leftOut.get(what) ?? 0) + count);
  }
}

const RULE = /([^{}]+)\{([^{}]*)\}/g;
const BY_CLASS = /^[a-z]*\.([\w-]+)$/i;

/** Declarations by class, for selectors that are a class or an element with one. */
export function classesIn(styles: string): Map<string, Declarations> {
  const found = new Map<string, Declarations>();
  for (const [, selectors = '', body = ''] of styles
    .replace(/<!--|-->|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//g, '')
    .matchAll(RULE)) {
    for (const selector of selectors.split(',')) {
      const name = BY_CLASS.exec(selector.trim())?.[1];
      if (name !== undefined) found.set(name, new Map([...(found.get(name) ?? []), ...declarations(body)]));
    }
  }
  return found;
}
