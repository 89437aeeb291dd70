import type { Node } from '@tiptap/pm/model';
import { type EditorState, Plugin, type PluginKey, type Transaction } from '@tiptap/pm/state';
import { TableMap } from '@tiptap/pm/tables';
import { type updateYFragment, ySyncPluginKey } from '@tiptap/y-tiptap';
import type * as Y from 'yjs';

/** Which node each shared block is shown as, noted by the sync plugin as it made what is shown. */
export type Shown = Parameters<typeof updateYFragment>[3];

/** Where a cell stands; null where it is gone, or another reaches over it until the table is put in order. */
export function placeOf(cell: Y.XmlElement, { mapping }: Shown, doc: Node): number | null {
  const shown = mapping.get(cell);
  let place: number | null = null;
  doc.descendants((node, at) => {
    if (node === shown) place = at;
    return place === null && !node.isTextblock;
  });
  if (place === null) return null;
  const $cell = doc.resolve(place);
  return TableMap.get($cell.node(-1)).map.includes(place - $cell.start(-1)) ? place : null;
}

type GoesAlong<Kept> = {
  /** What it is, in the shared document, before that changes; null where there is nothing to keep. */
  before: (shared: Y.XmlFragment, state: EditorState, origin: unknown) => Kept | null;
  /** Sets it again in what is shown now; null where its cells are gone. */
  after: (kept: Kept, shown: Shown, state: EditorState) => Transaction | null;
};

/**
 * Something that is known by cells stays with them, whatever a colleague writes. The sync plugin puts all that is shown
 * anew at each change, and no place in it outlives that.
 */
export function goesAlongPlugin<Kept>(key: PluginKey, { before, after }: GoesAlong<Kept>): Plugin {
  let kept: Kept | null = null;
  return new Plugin({
    key,
    view: (view) => {
      const { type, doc } = ySyncPluginKey.getState(view.state);
      const remember = ({ origin }: Y.Transaction) => {
        // One's own letters are shown already.
        kept = origin === ySyncPluginKey ? null : before(type, view.state, origin);
      };
      doc.on('beforeTransaction', remember);
      return { destroy: () => doc.off('beforeTransaction', remember) };
    },
    appendTransaction: (transactions, _before, state) => {
      if (!kept || !transactions.some((one) => one.getMeta(ySyncPluginKey)?.isChangeOrigin)) return null;
      const was = kept;
      kept = null;
      const tr = after(was, ySyncPluginKey.getState(state).binding, state);
      // It belongs to what others wrote: to the sync plugin it is no step of one's own.
      return tr?.setMeta(ySyncPluginKey, { isChangeOrigin: true }).setMeta('addToHistory', false);
    },
  });
}
