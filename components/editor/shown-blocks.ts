import { Extension } from '@tiptap/core';
import type { Node as DocumentNode } from '@tiptap/pm/model';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { type updateYFragment, ySyncPluginKey } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { sameEnds } from './share-blocks';

type Shown = Parameters<typeof updateYFragment>[3];

/**
 * Tells the sync plugin which node each block is shown as. It finds a caret by how long these are, and where it sees that a
 * block is shared already it notes that block alone, and none of those in it.
 * @param before what was shown; null where that is not known, or was nothing
 */
function noteShown(shared: Y.XmlFragment, shown: Shown, before: DocumentNode | null, now: DocumentNode): void {
  if (now.inlineContent || shared.length !== now.childCount) return;
  const [was, is] = [before?.children ?? [], now.children];
  const { start, end } = sameEnds(was, is);
  const isSameMany = was.length === is.length;
  for (const [at, element] of shared.slice(start, is.length - end).entries()) {
    const node = is[start + at];
    if (!(element instanceof Y.XmlElement) || node?.type.name !== element.nodeName) continue;
    shown.mapping.set(element, node);
    noteShown(element, shown, isSameMany ? (was[start + at] ?? null) : null, node);
  }
}

/** To stand behind the sync plugin, which has shared by then what was written. */
export function shownBlocksPlugin(): Plugin {
  return new Plugin({
    key: new PluginKey('shownBlocks'),
    view: () => ({
      update: ({ state }, before) => {
        const sync = ySyncPluginKey.getState(state);
        if (before.doc === state.doc || !sync?.binding || sync.snapshot || sync.prevSnapshot) return;
        // What came by the shared document was noted as it was made.
        if (sync.isChangeOrigin) return;
        noteShown(sync.type, sync.binding, before.doc, state.doc);
      },
    }),
  });
}

/** A caret is found again in whatever blocks one has put it. */
export const ShownBlocks = Extension.create({
  name: 'shownBlocks',
  // Behind Collaboration, which has 1000.
  priority: 999,
  addProseMirrorPlugins: () => [shownBlocksPlugin()],
});
