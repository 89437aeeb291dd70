import * as Y from 'yjs';
import { documentSchema, PARAGRAPH_NODE } from '@/server/domains/knowledge/document.schema';
import type { LostWords, Seen } from '@/server/platform/collab/lost-words.rules';

/** Marks by name, as the sync plugin keeps them. */
type Looks = Readonly<Record<string, unknown>>;
type Piece = { words: string; looks: Looks };
type Letters = { words: string; looks: Looks[]; found: number };

const PLAIN: Looks = {};

/** Letters that a change took away, with what each looked like, by the Yjs client that wrote them. */
export class GoneLetters {
  private readonly byClient = new Map<number, Letters>();

  /** To be made before anything is written anew. @param seen as for `findLostWords` */
  constructor(transaction: Y.Transaction, seen: Seen) {
    Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
      const type = struct instanceof Y.Item && struct.content instanceof Y.ContentType ? struct.content.type : null;
      if (type instanceof Y.XmlText) this.read(type, transaction, seen);
    });
  }

  private read(text: Y.XmlText, { deleteSet }: Y.Transaction, seen: Seen): void {
    let looks = PLAIN;
    for (let item = text._start; item !== null; item = item.right) {
      const { content, id } = item;
      if (!Y.isDeleted(deleteSet, id)) continue;
      if (content instanceof Y.ContentFormat) looks = { ...looks, [content.key]: content.value };
      if (!(content instanceof Y.ContentString)) continue;
      let at = 0;
      for (const { length, isIn } of seen(id.client, id.clock, content.str.length)) {
        if (!isIn) this.add(id.client, content.str.slice(at, at + length), looks);
        at += length;
      }
    }
  }

  private add(client: number, words: string, looks: Looks): void {
    const letters = this.byClient.get(client) ?? { words: '', looks: [], found: 0 };
    letters.words += words;
    for (let at = 0; at < words.length; at += 1) letters.looks.push(looks);
    this.byClient.set(client, letters);
  }

  /** Lost words, parted by what they looked like. Of the same words, those that are asked for first stand first. */
  piecesOf({ client, words }: LostWords): Piece[] {
    const letters = this.byClient.get(client);
    if (!letters) return [{ words, looks: PLAIN }];
    // Blanks around them may be new.
    const bare = letters.words.includes(words) ? words : words.trim();
    const next = letters.words.indexOf(bare, letters.found);
    const found = next < 0 ? letters.words.indexOf(bare) : next;
    if (found < 0) return [{ words, looks: PLAIN }];
    letters.found = found + bare.length;
    const start = words.indexOf(bare);
    const pieces: Piece[] = [];
    for (let at = 0; at < words.length; at += 1) {
      const isBare = at >= start && at < start + bare.length;
      const looks = (isBare && letters.looks[found + at - start]) || PLAIN;
      const last = pieces.at(-1);
      if (last?.looks === looks) last.words += words.charAt(at);
      else pieces.push({ words: words.charAt(at), looks });
    }
    return pieces;
  }
}

/** Those of the marks that a kind of block may have in it: with another one in it, an editor could not show it at all. */
function allowedIn(block: unknown, looks: Looks): Record<string, unknown> {
  const { nodes, marks } = documentSchema();
  const kind = block instanceof Y.XmlElement ? nodes[block.nodeName] : undefined;
  const allowed = Object.entries(looks).filter(([name, value]) => {
    const mark = marks[name];
    return value !== null && mark && kind?.allowsMarkType(mark);
  });
  return Object.fromEntries(allowed);
}

/** Writes words where they belong, looking as they did. @param lost in the order in which they were found */
export function putBackAsTyped(lost: readonly LostWords[], letters: GoneLetters): void {
  const pieces = lost.map((one) => letters.piecesOf(one));
  // The last first, so that the places of those before stay true.
  for (const [at, { place }] of [...lost.entries()].toReversed()) {
    const isInText = 'text' in place;
    const text = isInText ? place.text : new Y.XmlText();
    if (!isInText) {
      const block = new Y.XmlElement(PARAGRAPH_NODE);
      place.root.insert(place.index, [block]);
      block.insert(0, [text]);
    }
    const inserted = (pieces[at] ?? []).map(({ words, looks }) => ({
      insert: words,
      attributes: allowedIn(text.parent, looks),
    }));
    text.applyDelta([{ retain: isInText ? place.index : 0 }, ...inserted]);
  }
}
