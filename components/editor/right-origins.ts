import * as Y from 'yjs';
import { structsBetween } from '@/server/platform/collab/structs.rules';

/** In which order the items of a text, or of blocks, stand. */
class Orders {
  private readonly known = new Map<Y.AbstractType<unknown>, Map<Y.Item, number>>();

  constructor(private readonly doc: Y.Doc) {}

  /** Whether what has the first id stands in front of what has the other; also where one of them is not known here. */
  isBefore(parent: Y.AbstractType<unknown>, first: Y.ID, other: Y.ID): boolean {
    const [one, two] = [this.itemOf(first), this.itemOf(other)];
    if (one === null || two === null) return true;
    if (one === two) return first.clock < other.clock;
    const order = this.of(parent);
    return (order.get(one) ?? 0) < (order.get(two) ?? Number.POSITIVE_INFINITY);
  }

  private itemOf({ client, clock }: Y.ID): Y.Item | null {
    const [item] = structsBetween(this.doc, client, clock, clock + 1);
    return item instanceof Y.Item ? item : null;
  }

  private of(parent: Y.AbstractType<unknown>): Map<Y.Item, number> {
    const known = this.known.get(parent);
    if (known) return known;
    const order = new Map<Y.Item, number>();
    for (let item = parent._start; item !== null; item = item.right) order.set(item, order.size);
    this.known.set(parent, order);
    return order;
  }
}

/**
 * What undo or redo brings again, Yjs puts between what stood on either side of it, wherever those two stand now (`redoItem`
 * of yjs 13.6.33, yjs issue 794). Where the right one has come to stand before the left one there is no such place, and each
 * browser would choose another. It is said to stand between those beside which it stands here, before it is told to anybody.
 * @param transaction still open, in which nothing but the step was done
 */
export function mendRightOrigins({ doc, beforeState }: Y.Transaction): void {
  const { clientID, store } = doc;
  const orders = new Orders(doc);
  for (const item of structsBetween(doc, clientID, beforeState.get(clientID) ?? 0, Y.getState(store, clientID))) {
    if (!(item instanceof Y.Item) || item.parentSub !== null) continue;
    const { origin, rightOrigin, parent } = item;
    if (origin === null || rightOrigin === null || !(parent instanceof Y.AbstractType)) continue;
    if (orders.isBefore(parent, origin, rightOrigin)) continue;
    // What is brought after it does not stand there yet for whoever hears of it.
    const isThere = ({ id }: Y.Item) => id.client !== clientID || id.clock < item.id.clock;
    let { left, right } = item;
    while (left !== null && !isThere(left)) left = left.left;
    while (right !== null && !isThere(right)) right = right.right;
    item.origin = left === null ? null : left.lastId;
    item.rightOrigin = right === null ? null : right.id;
  }
}
