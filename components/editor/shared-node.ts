import type { Node as DocumentNode } from '@tiptap/pm/model';
import * as Y from 'yjs';

/**
 * What a node of a text is in the shared document. It stays the same while others write around it and in it.
 * @param at where the node begins in what is shown, which has to be what is shared
 */
export function sharedNodeAt(shared: Y.XmlFragment, doc: DocumentNode, at: number): Y.XmlElement | null {
  const $at = doc.resolve(at);
  let around: Y.XmlFragment = shared;
  for (let depth = 0; depth <= $at.depth; depth += 1) {
    // Words are shared otherwise than they are shown: what else stands among them is counted.
    const before = $at.node(depth).children.slice(0, $at.index(depth));
    const nodes = around.toArray().filter((one) => one instanceof Y.XmlElement);
    const next = nodes[before.filter(({ isText }) => !isText).length];
    if (!next) return null;
    around = next;
  }
  return around instanceof Y.XmlElement ? around : null;
}

/** Whether somebody has taken it out of the document, with all around it or by itself. */
export const isTakenOut = ({ _item }: Y.XmlElement): boolean => _item?.deleted === true;
