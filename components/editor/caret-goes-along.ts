import { Extension } from '@tiptap/core';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import type * as Y from 'yjs';
import { followLetters } from './follow-letters';

type Ends = {
  type: string;
  anchor: Y.RelativePosition | null;
  head: Y.RelativePosition | null;
  absAnchor: number | null;
  absHead: number | null;
};
type Synced = { type: Y.XmlFragment; binding: { beforeTransactionSelection: Ends | null } };

/**
 * What is chosen stays behind the same letters, whatever a colleague does with the blocks in which they stand. The sync
 * plugin looks for it by the words of whole blocks, knows none that changed its kind, errs where what came is like what
 * stands there, and fails where a change is followed by another at once; without its own idea of where the caret was it
 * takes what it is told.
 */
export function caretGoesAlongPlugin(): Plugin {
  return new Plugin({
    key: new PluginKey('caretGoesAlong'),
    view: (view) => {
      const { type, binding }: Synced = ySyncPluginKey.getState(view.state);
      const ends = () =>
        binding.beforeTransactionSelection?.type === 'text' ? binding.beforeTransactionSelection : null;
      const destroy = followLetters(type, view.state.schema, {
        now: () => [ends()?.anchor ?? null, ends()?.head ?? null],
        are: ([anchor = null, head = null]) => {
          const chosen = binding.beforeTransactionSelection;
          if (chosen?.type !== 'text' && chosen?.type !== 'cell') return;
          const places = chosen.type === 'text' ? { anchor, head } : {};
          binding.beforeTransactionSelection = { ...chosen, ...places, absAnchor: null, absHead: null };
        },
      });
      return { destroy };
    },
  });
}

export const CaretGoesAlong = Extension.create({
  name: 'caretGoesAlong',
  addProseMirrorPlugins: () => [caretGoesAlongPlugin()],
});
