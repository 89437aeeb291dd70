import * as Y from 'yjs';

/** Behind this, or first where it is null, in what the document holds at its top. */
export type PlaceBeside = { root: Y.XmlFragment; after: Y.XmlElement | Y.XmlText | null };

type Row = { order: number; after: PlaceBeside['after'] };

/** Where texts that are gone stood. */
export class GonePlaces {
  private readonly doc: Y.Doc;
  private readonly rows = new Map<Y.AbstractType<unknown>, Map<Y.Item, Row>>();

  constructor(doc: Y.Doc) {
    this.doc = doc;
  }

  /** In front of what follows the block at the top that a text was in; null where there is none. */
  beside(text: Y.XmlText): PlaceBeside | null {
    const [item] = this.pathTo(text);
    if (!item || !(item.parent instanceof Y.AbstractType)) return null;
    // Only a root that is asked for by its kind has one.
    const root = this.doc.getXmlFragment(Y.findRootTypeKey(item.parent));
    return { root, after: this.rowOf(item).after };
  }

  /** Things with texts, in the order of the document. */
  inOrder<Thing extends { text: Y.XmlText }>(things: readonly Thing[]): Thing[] {
    const paths = things.map((thing) => ({
      thing,
      path: this.pathTo(thing.text).map((item) => this.rowOf(item).order),
    }));
    return paths.sort((one, other) => compare(one.path, other.path)).map(({ thing }) => thing);
  }

  /** What a text is in, from the top, and the text. */
  private pathTo(text: Y.XmlText): Y.Item[] {
    const path: Y.Item[] = [];
    for (let item = text._item; item; item = (item.parent as Y.AbstractType<unknown>)._item) {
      path.unshift(item);
      if (!(item.parent instanceof Y.AbstractType)) return [];
    }
    return path;
  }

  private rowOf(item: Y.Item): Row {
    const parent = item.parent as Y.AbstractType<unknown>;
    let rows = this.rows.get(parent);
    if (!rows) {
      rows = new Map();
      let after: Row['after'] = null;
      for (let one = parent._start; one !== null; one = one.right) {
        rows.set(one, { order: rows.size, after });
        const type = one.deleted || !(one.content instanceof Y.ContentType) ? null : one.content.type;
        if (type instanceof Y.XmlElement || type instanceof Y.XmlText) after = type;
      }
      this.rows.set(parent, rows);
    }
    return rows.get(item) ?? { order: 0, after: null };
  }
}

function compare(one: readonly number[], other: readonly number[]): number {
  for (const [at, order] of one.entries()) {
    const difference = order - (other[at] ?? -1);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}
