import * as Y from 'yjs';
import { decodeDocument } from './encoded';
import { type Decoded, encodeUpdate, mergeMany, type Struct } from './update-encode.rules';

/**
 * CO-V3: whether `next` continues `item` as it does after Yjs has split one item in two: the same client, no gap, to the
 * right of its last character, and before the same neighbour. A key of a map is no text and never joined.
 */
function continues(item: Y.Item, next: Y.Item): boolean {
  return (
    item.id.client === next.id.client &&
    item.id.clock + item.length === next.id.clock &&
    Y.compareIDs(next.origin, item.lastId) &&
    Y.compareIDs(item.rightOrigin, next.rightOrigin) &&
    item.parentSub === null &&
    next.parentSub === null
  );
}

const continuesGone = (gone: Y.GC, next: Struct): next is Y.GC =>
  next instanceof Y.GC && gone.id.client === next.id.client && gone.id.clock + gone.length === next.id.clock;

/** Puts together what one struct can say: the inverse of Yjs' split. */
function joined(structs: readonly Struct[]): Struct[] {
  const result: Struct[] = [];
  let texts: string[] = [];
  let open: Struct | null = null;
  const close = () => {
    if (texts.length > 1 && open instanceof Y.Item) open.content = new Y.ContentString(texts.join(''));
    texts = [];
    open = null;
  };
  for (const next of structs) {
    if (open instanceof Y.Item && next instanceof Y.Item && continues(open, next)) {
      if (open.content instanceof Y.ContentString && next.content instanceof Y.ContentString) {
        texts.push(next.content.str);
        open.length += next.length;
        continue;
      }
      if (open.content instanceof Y.ContentDeleted && next.content instanceof Y.ContentDeleted) {
        open.content.len += next.length;
        open.length += next.length;
        continue;
      }
    } else if (open instanceof Y.GC && continuesGone(open, next)) {
      open.length += next.length;
      continue;
    }
    close();
    open = next;
    if (next instanceof Y.Item && next.content instanceof Y.ContentString) texts = [next.content.str];
    result.push(next);
  }
  close();
  return result;
}

function byClient(structs: readonly Struct[]): Struct[][] {
  const groups: Struct[][] = [];
  for (const struct of structs) {
    const group = groups.at(-1);
    if (group?.[0]?.id.client === struct.id.client) group.push(struct);
    else groups.push([struct]);
  }
  return groups;
}

/** The same update with everything in one struct that one can say. Equal documents are then equal byte by byte. */
function joinUpdate(update: Uint8Array): Uint8Array {
  return encode(Y.decodeUpdate(update));
}

const encode = ({ structs, ds }: Decoded): Uint8Array =>
  encodeJoined({ structs: joined(structs), ds: Y.mergeDeleteSets([ds]) });

/** CO-D50: updates of which each goes on where those before it ended, as one that says the same. They are used up. */
export function joinDecoded(updates: readonly Decoded[]): Decoded {
  const sections = new Map<number, Struct[]>();
  for (const { structs } of updates) {
    for (const struct of structs) {
      const section = sections.get(struct.id.client);
      if (section) section.push(struct);
      else sections.set(struct.id.client, [struct]);
    }
  }
  // Clients from the highest down, as Yjs has them.
  const ordered = [...sections].sort(([one], [other]) => other - one);
  return {
    structs: ordered.flatMap(([, structs]) => joined(structs)),
    ds: Y.mergeDeleteSets(updates.map(({ ds }) => ds)),
  };
}

/** The bytes of what `joinDecoded` made. */
export const encodeJoined = ({ structs, ds }: Decoded): Uint8Array => encodeUpdate(byClient(structs), ds.clients);

/**
 * CO-V4: updates as one that says the same: no content is left out, also none that was deleted, and nothing has to be
 * applied to a document for it.
 */
export const mergeJoined = (updates: readonly Uint8Array[]): Uint8Array =>
  mergeMany(updates.map(joinUpdate), (some) => joinUpdate(Y.mergeUpdates(some)));

/** Everything a document is, what is deleted and what waits for what never came included. */
export const wholeOf = (doc: Y.Doc): Buffer => Buffer.from(joinUpdate(Y.encodeStateAsUpdate(doc)));

/** The same of a document that has cleaned up behind itself. */
function withoutDeleted(whole: Uint8Array): Buffer {
  const doc = decodeDocument([whole]);
  const rest = wholeOf(doc);
  doc.destroy();
  return rest;
}

/** Halves of characters, and what Yjs makes of them. */
const HALVES = /[\ud800-\udfff\ufffd]/g;

function withoutHalves(whole: Uint8Array): Buffer {
  const decoded = Y.decodeUpdate(whole);
  for (const struct of decoded.structs) {
    if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) continue;
    struct.content.str = struct.content.str.replace(HALVES, '\ufffd');
  }
  return Buffer.from(encode(decoded));
}

/**
 * CO-V4: whether two documents are the same, deleted text included. Where somebody has cut a character in halves and
 * deleted them, Yjs keeps the halves or a mark for each, as it came: only what still stands there has to be equal then.
 */
export function sameWhole(one: Uint8Array, other: Uint8Array): boolean {
  if (Buffer.compare(one, other) === 0) return true;
  return withoutHalves(one).equals(withoutHalves(other)) && withoutDeleted(one).equals(withoutDeleted(other));
}
