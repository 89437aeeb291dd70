import { Extension } from '@tiptap/core';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import type * as Y from 'yjs';
import { AfterChange } from './after-change';

type Ends = {
  type: string;
  anchor: Y.RelativePosition | null;
  head: Y.RelativePosition | null;
  absAnchor: number | null;
  absHead: number | null;
};
type Synced = { doc: Y.Doc; type: Y.XmlFragment; binding: { beforeTransactionSelection: Ends | null } };
/**
 * Where a colleague turns or moves the block in which one writes, the caret goes along. The sync plugin looks for it by
 * the words of whole blocks, knows none that changed its kind, and fails where a change is followed by another at once;
 * without its own idea of where the caret was it takes what it is told.
 */
export function caretGoesAlongPlugin(): Plugin {
  return new Plugin({
    key: new PluginKey('caretGoesAlong'),
    view: (view) => {
      const { doc, type, binding }: Synced = ySyncPluginKey.getState(view.state);
      const look = (transaction: Y.Transaction) => {
        const ends = binding.beforeTransactionSelection;
        if (transaction.local || transaction.deleteSet.clients.size === 0 || ends?.type !== 'text') return;
        const change = new AfterChange(type, transaction, view.state.schema);
        const after = (end: Y.RelativePosition | null) => end && (change.placeOf(end) ?? end);
        const [anchor, head] = [after(ends.anchor), after(ends.head)];
        binding.beforeTransactionSelection = { ...ends, anchor, head, absAnchor: null, absHead: null };
      };
      doc.on('beforeObserverCalls', look);
      return { destroy: () => doc.off('beforeObserverCalls', look) };
    },
  });
}

export const CaretGoesAlong = Extension.create({
  name: 'caretGoesAlong',
  addProseMirrorPlugins: () => [caretGoesAlongPlugin()],
});
