import { Extension } from '@tiptap/core';
import { type EditorState, NodeSelection, Plugin, PluginKey } from '@tiptap/pm/state';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import type * as Y from 'yjs';
import { followLetters } from './follow-letters';
import { isTakenOut, sharedNodeAt } from './shared-node';
import { cellsGoAlongPlugin } from './table/cells-go-along';
import { edgeGoesAlongPlugin } from './table/column-edges';

type Ends = {
  type: string;
  anchor: Y.RelativePosition | null;
  head: Y.RelativePosition | null;
  absAnchor: number | null;
  absHead: number | null;
};
function nodeChosen(shared: Y.XmlFragment, { doc, selection }: EditorState): Y.XmlElement | null {
  return selection instanceof NodeSelection ? sharedNodeAt(shared, doc, selection.from) : null;
}

type Synced = { type: Y.XmlFragment; binding: { beforeTransactionSelection: Ends | null } };

/**
 * What is chosen stays behind the same letters, whatever a colleague does with the blocks in which they stand. The sync
 * plugin looks for it by the words of whole blocks, knows none that changed its kind, errs where what came is like what
 * stands there, and fails where a change is followed by another at once; without its own idea of where the caret was it
 * takes what it is told. A node that is chosen, and taken away, leaves a caret where it stood: the next one is not chosen.
 */
export function caretGoesAlongPlugin(): Plugin {
  return new Plugin({
    key: new PluginKey('caretGoesAlong'),
    view: (view) => {
      const { type, binding }: Synced = ySyncPluginKey.getState(view.state);
      const ends = () =>
        binding.beforeTransactionSelection?.type === 'text' ? binding.beforeTransactionSelection : null;
      let node: Y.XmlElement | null = null;
      const remember = ({ local }: Y.Transaction) => {
        if (!local) node = nodeChosen(type, view.state);
      };
      type.doc?.on('beforeTransaction', remember);
      const end = followLetters(type, view.state.schema, {
        now: () => [ends()?.anchor ?? null, ends()?.head ?? null],
        are: ([anchor = null, head = null]) => {
          const chosen = binding.beforeTransactionSelection;
          if (chosen?.type === 'node' && node && isTakenOut(node)) {
            const place = { anchor: chosen.anchor, head: chosen.anchor, absAnchor: null, absHead: null };
            binding.beforeTransactionSelection = { ...chosen, ...place, type: 'text' };
            return;
          }
          if (chosen?.type !== 'text' && chosen?.type !== 'cell') return;
          const places = chosen.type === 'text' ? { anchor, head } : {};
          binding.beforeTransactionSelection = { ...chosen, ...places, absAnchor: null, absHead: null };
        },
      });
      return {
        destroy: () => {
          type.doc?.off('beforeTransaction', remember);
          end();
        },
      };
    },
  });
}

export const CaretGoesAlong = Extension.create({
  name: 'caretGoesAlong',
  addProseMirrorPlugins: () => [caretGoesAlongPlugin(), cellsGoAlongPlugin(), edgeGoesAlongPlugin()],
});
