import * as Y from 'yjs';

/** What a document consists of: blocks, and the texts in them. */
export type Part = Y.XmlFragment | Y.XmlText;

/** What an item of a document holds. */
export function partOf({ content }: Y.Item): Part | null {
  const type = content instanceof Y.ContentType ? content.type : null;
  return type instanceof Y.XmlFragment || type instanceof Y.XmlText ? type : null;
}

/** All that a document consists of, in its order, with what is gone and not forgotten yet. */
export function* partsIn(parent: Y.XmlFragment): Generator<Part> {
  for (let item = parent._start; item !== null; item = item.right) {
    const part = partOf(item);
    if (part) yield part;
    if (part instanceof Y.XmlFragment) yield* partsIn(part);
  }
}

/** The letters of a text that are there, in runs, each with the id of its first. */
export function* lettersOf(text: Y.XmlText, isThere: (item: Y.Item) => boolean): Generator<[words: string, id: Y.ID]> {
  for (let item = text._start; item !== null; item = item.right) {
    if (item.content instanceof Y.ContentString && isThere(item)) yield [item.content.str, item.id];
  }
}

/** The words of a text. @param isThere of which of its items */
export const wordsOf = (text: Y.XmlText, isThere: (item: Y.Item) => boolean = ({ deleted }) => !deleted): string =>
  [...lettersOf(text, isThere)].map(([words]) => words).join('');
