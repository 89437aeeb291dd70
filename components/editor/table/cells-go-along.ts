import type { Node } from '@tiptap/pm/model';
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import { CellSelection, TableMap, tableEditingKey } from '@tiptap/pm/tables';
import { type updateYFragment, ySyncPluginKey } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { sharedNodeAt } from '../shared-node';

/** The cells between which all are chosen, in the shared document. `isDragging`: the mouse is still held. */
type Chosen = { anchor: Y.XmlElement; head: Y.XmlElement; isDragging: boolean };
type Shown = Parameters<typeof updateYFragment>[3];

function chosenIn(shared: Y.XmlFragment, state: EditorState): Chosen | null {
  const { doc, selection } = state;
  if (!(selection instanceof CellSelection)) return null;
  const anchor = sharedNodeAt(shared, doc, selection.$anchorCell.pos);
  const head = sharedNodeAt(shared, doc, selection.$headCell.pos);
  const isDragging = tableEditingKey.getState(state) != null;
  return anchor && head && { anchor, head, isDragging };
}

/** Where a cell stands; null where it is gone, or another reaches over it until the table is put in order. */
function placeOf(cell: Y.XmlElement, { mapping }: Shown, doc: Node): number | null {
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

/** @param shown which node each shared block is shown as, noted by the sync plugin as it made what is shown */
function choose({ anchor, head, isDragging }: Chosen, shown: Shown, { doc, tr }: EditorState): Transaction | null {
  const [from, to] = [placeOf(anchor, shown, doc), placeOf(head, shown, doc)];
  if (from === null || to === null) return null;
  tr.setSelection(CellSelection.create(doc, from, to));
  if (isDragging) tr.setMeta(tableEditingKey, from);
  // It belongs to what others wrote: to the sync plugin it is no step of one's own.
  return tr.setMeta(ySyncPluginKey, { isChangeOrigin: true }).setMeta('addToHistory', false);
}

/**
 * The cells that are chosen stay so, also while they are being chosen with the mouse, whatever a colleague writes. The sync
 * plugin knows only of places in the text, and would leave a caret or some words in the last of them.
 */
export function cellsGoAlongPlugin(): Plugin {
  let chosen: Chosen | null = null;
  return new Plugin({
    key: new PluginKey('cellsGoAlong'),
    view: (view) => {
      const { type, doc } = ySyncPluginKey.getState(view.state);
      const remember = ({ origin }: Y.Transaction) => {
        // A step taken back or brought again puts the caret where it was made; one's own letters are shown already.
        const isOwn = origin === ySyncPluginKey || origin instanceof Y.UndoManager;
        chosen = isOwn ? null : chosenIn(type, view.state);
      };
      doc.on('beforeTransaction', remember);
      return { destroy: () => doc.off('beforeTransaction', remember) };
    },
    appendTransaction: (transactions, _before, state) => {
      if (!chosen || !transactions.some((one) => one.getMeta(ySyncPluginKey)?.isChangeOrigin)) return null;
      const were = chosen;
      chosen = null;
      return choose(were, ySyncPluginKey.getState(state).binding, state);
    },
  });
}
