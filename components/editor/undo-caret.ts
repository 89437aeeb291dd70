import { Extension } from '@tiptap/core';
import type { Node as DocumentNode, ResolvedPos } from '@tiptap/pm/model';
import { type EditorState, Plugin, PluginKey, Selection } from '@tiptap/pm/state';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import { inMovedLines } from './table/moved-lines';

/** From where on two versions of a document are others, and to where each of them is; `found`: as if nothing came twice. */
type Change = { start: number; endBefore: number; endAfter: number; foundEnd: number };

function changeBetween(before: DocumentNode, after: DocumentNode): Change | null {
  const start = before.content.findDiffStart(after.content);
  if (start === null) return null;
  const ends = before.content.findDiffEnd(after.content) ?? { a: start, b: start };
  // Where a change ends as what stands before it, the end that is found lies before the beginning.
  const overlap = Math.max(0, start - Math.min(ends.a, ends.b));
  return { start, endBefore: ends.a + overlap, endAfter: ends.b + overlap, foundEnd: ends.b };
}

/** Whether a caret can stand behind the last words before a place, and not beside what has none. */
function endsInLine($end: ResolvedPos): boolean {
  if ($end.parent.inlineContent) return true;
  let last = $end.nodeBefore;
  while (last && !last.isTextblock) last = last.lastChild;
  return last !== null;
}

/**
 * Where two versions of a document part: behind what changed within a line, and behind lines that came; in front of what is
 * more than that.
 */
export function placeOfChange(before: DocumentNode, after: DocumentNode): number | null {
  const change = changeBetween(before, after);
  if (!change) return null;
  const { start, endBefore, endAfter, foundEnd } = change;
  const $start = after.resolve(start);
  const isInLine = (end: number) => $start.parent.inlineContent && $start.sameParent(after.resolve(end));
  const inLine = [endAfter, Math.max(foundEnd, start)].find(isInLine);
  if (inLine !== undefined || endBefore > start) return inLine ?? start;
  const end = foundEnd > start ? foundEnd : endAfter;
  return endsInLine(after.resolve(end)) ? end : start;
}

/** Where a caret is when the blocks around its line have become others, and no words have. @returns null where any have */
export function placeInLine($caret: ResolvedPos, after: DocumentNode): number | null {
  const { doc: before, parent: line, parentOffset, pos } = $caret;
  const change = changeBetween(before, after);
  if (!change || !line.isTextblock || pos < change.start || pos > change.endBefore) return null;
  const { start, endBefore, endAfter } = change;
  if (before.textBetween(start, endBefore) !== after.textBetween(start, endAfter)) return null;
  const linesAlike = (doc: DocumentNode, from: number, to: number) => {
    const places: number[] = [];
    doc.nodesBetween(from, to, (node, at) => {
      if (node.isTextblock && node.content.eq(line.content)) places.push(at);
    });
    return places;
  };
  // Where several lines have the same words, as many of them stay before the caret's own.
  const earlier = linesAlike(before, start, $caret.before()).length;
  const at = linesAlike(after, start, endAfter)[earlier];
  return at === undefined ? null : at + 1 + parentOffset;
}

/** What is chosen in what somebody took back, or brought again. */
function chosenAfter({ doc: before, selection }: EditorState, after: DocumentNode): Selection | null {
  const moved = inMovedLines(selection, after);
  if (moved) return moved;
  const place = placeInLine(selection.$head, after) ?? placeOfChange(before, after);
  return place === null ? null : Selection.near(after.resolve(place), -1);
}

/** Whoever takes something back, or brings it again, is led to where it stands, as in other editors. */
export function undoCaretPlugin(): Plugin {
  return new Plugin({
    key: new PluginKey('undoCaret'),
    appendTransaction: (transactions, before, { doc, tr }) => {
      if (!transactions.some((one) => one.getMeta(ySyncPluginKey)?.isUndoRedoOperation === true)) return null;
      const chosen = chosenAfter(before, doc);
      return chosen && tr.setSelection(chosen).scrollIntoView();
    },
  });
}

export const UndoCaret = Extension.create({
  name: 'undoCaret',
  addProseMirrorPlugins: () => [undoCaretPlugin()],
});
