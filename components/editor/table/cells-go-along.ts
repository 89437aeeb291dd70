import { type EditorState, type Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import { CellSelection, tableEditingKey } from '@tiptap/pm/tables';
import * as Y from 'yjs';
import { sharedNodeAt } from '../shared-node';
import { goesAlongPlugin, placeOf, type Shown } from './goes-along';

/** The cells between which all are chosen, in the shared document. `isDragging`: the mouse is still held. */
type Chosen = { anchor: Y.XmlElement; head: Y.XmlElement; isDragging: boolean };

function chosenIn(shared: Y.XmlFragment, state: EditorState): Chosen | null {
  const { doc, selection } = state;
  if (!(selection instanceof CellSelection)) return null;
  const anchor = sharedNodeAt(shared, doc, selection.$anchorCell.pos);
  const head = sharedNodeAt(shared, doc, selection.$headCell.pos);
  const isDragging = tableEditingKey.getState(state) != null;
  return anchor && head && { anchor, head, isDragging };
}

function choose({ anchor, head, isDragging }: Chosen, shown: Shown, { doc, tr }: EditorState): Transaction | null {
  const [from, to] = [placeOf(anchor, shown, doc), placeOf(head, shown, doc)];
  if (from === null || to === null) return null;
  tr.setSelection(CellSelection.create(doc, from, to));
  return isDragging ? tr.setMeta(tableEditingKey, from) : tr;
}

/**
 * The cells that are chosen stay so, also while they are being chosen with the mouse, whatever a colleague writes. The sync
 * plugin knows only of places in the text, and would leave a caret or some words in the last of them.
 */
export function cellsGoAlongPlugin(): Plugin {
  return goesAlongPlugin(new PluginKey('cellsGoAlong'), {
    // A step taken back or brought again puts the caret where it was made.
    before: (shared, state, origin) => (origin instanceof Y.UndoManager ? null : chosenIn(shared, state)),
    after: choose,
  });
}
