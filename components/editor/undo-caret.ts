import { Extension } from '@tiptap/core';
import type { Node as DocumentNode } from '@tiptap/pm/model';
import { Plugin, PluginKey, Selection } from '@tiptap/pm/state';
import { ySyncPluginKey } from '@tiptap/y-tiptap';

/** Where two versions of a document part: behind what changed within a line, in front of what is more than that. */
export function placeOfChange(before: DocumentNode, after: DocumentNode): number | null {
  const start = before.content.findDiffStart(after.content);
  if (start === null) return null;
  const ends = before.content.findDiffEnd(after.content) ?? { a: start, b: start };
  // Where a change ends as what stands before it, the end that is found lies before the beginning.
  const overlap = Math.max(0, start - Math.min(ends.a, ends.b));
  const $start = after.resolve(start);
  const isInLine = (end: number) => $start.parent.inlineContent && $start.sameParent(after.resolve(end));
  return [ends.b + overlap, Math.max(ends.b, start)].find(isInLine) ?? start;
}

/** Whoever takes something back, or brings it again, is led to where it stands, as in other editors. */
export const UndoCaret = Extension.create({
  name: 'undoCaret',
  addProseMirrorPlugins() {
    return [
      new Plugin({
        key: new PluginKey('undoCaret'),
        appendTransaction: (transactions, before, after) => {
          if (!transactions.some((tr) => tr.getMeta(ySyncPluginKey)?.isUndoRedoOperation === true)) return null;
          const place = placeOfChange(before.doc, after.doc);
          if (place === null) return null;
          return after.tr.setSelection(Selection.near(after.doc.resolve(place), -1)).scrollIntoView();
        },
      }),
    ];
  },
});
