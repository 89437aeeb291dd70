import { Extension } from '@tiptap/core';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import type * as Y from 'yjs';
import { placeAfter } from '@/server/platform/collab/lost-words.rules';

type Ends = { anchor: Y.RelativePosition | null; head: Y.RelativePosition | null };
type Synced = { doc: Y.Doc; binding: { beforeTransactionSelection: Ends | null } };

/** Where a colleague turns or moves the block in which one writes, the caret goes along. */
export const CaretGoesAlong = Extension.create({
  name: 'caretGoesAlong',
  addProseMirrorPlugins() {
    return [
      new Plugin({
        key: new PluginKey('caretGoesAlong'),
        view: (view) => {
          const { doc, binding } = ySyncPluginKey.getState(view.state) as Synced;
          const look = (transaction: Y.Transaction) => {
            const ends = binding.beforeTransactionSelection;
            if (transaction.local || transaction.deleteSet.clients.size === 0 || !ends) return;
            const { anchor, head } = ends;
            const after = (end: Y.RelativePosition | null) => end && (placeAfter(transaction, end) ?? end);
            binding.beforeTransactionSelection = { ...ends, anchor: after(anchor), head: after(head) };
          };
          doc.on('beforeObserverCalls', look);
          return { destroy: () => doc.off('beforeObserverCalls', look) };
        },
      }),
    ];
  },
});
