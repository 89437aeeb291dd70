import type { Editor } from '@tiptap/react';
import { type DragEvent as ReactDragEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { newUndoStep } from '../undo-steps';
import { blockAt, selectedBlocks } from './block-range';
import { type Box, type DropPlace, dropPlaceAt } from './drop-place';
import { moveRangeTo } from './move-range';
import { placeOfElement } from './use-handle-place';

/** How far beside the text a drop still counts: the handle's own column, and as much on the other side. */
const BESIDE_PX = 60;
/** Above the first block, below the bar. */
const ABOVE_PX = 16;

/** What is seen of a drag, in the page: what moves, and the line where it would go. */
export type ShownDrag = { moved: Box; line: Box | null };

/** The block at a place, or all that are selected when it is one of them. */
function draggedAt({ state }: Editor, at: number) {
  const one = blockAt(state.doc.resolve(at));
  const chosen = selectedBlocks(state);
  const isPart = one && chosen && chosen.start <= one.start && chosen.end >= one.end;
  return isPart && chosen.endIndex - chosen.startIndex > 1 ? chosen : one;
}

function boxAt(editor: Editor, at: number): Box | null {
  const dom = editor.view.nodeDOM(at);
  if (!(dom instanceof HTMLElement)) return null;
  // What a table scrolls in reaches over the line above it.
  const { top, bottom, left, right } = (dom.querySelector(':scope > table') ?? dom).getBoundingClientRect();
  return { top, bottom, left, right };
}

/** What is dragged, as it stands now: others may have written above it. */
function rangeOf(editor: Editor, element: HTMLElement) {
  const at = placeOfElement(editor, element);
  return at === null ? null : draggedAt(editor, at);
}

function movedBox(editor: Editor, element: HTMLElement): Box | null {
  const range = rangeOf(editor, element);
  const [first, last] = [range && boxAt(editor, range.start), element.getBoundingClientRect()];
  if (!range || !first) return null;
  const end = range.parent.child(range.endIndex - 1);
  return { ...first, bottom: boxAt(editor, range.end - end.nodeSize)?.bottom ?? last.bottom };
}

/** Whether a drop at a point is meant for the text: beside it in any height, not on the bar above. */
function isBeside(page: HTMLElement, { clientX, clientY, target }: DragEvent): boolean {
  const { left, right, top, bottom } = page.getBoundingClientRect();
  const onOther = target instanceof Node && page.parentElement?.contains(target) && !page.contains(target);
  if (onOther && target !== page.parentElement) return false;
  return clientX > left - BESIDE_PX && clientX < right + BESIDE_PX && clientY > top - ABOVE_PX && clientY < bottom;
}

/** The move that a drop at a point would be. */
function moveAt(editor: Editor, element: HTMLElement, y: number) {
  const range = rangeOf(editor, element);
  if (!range || !editor.isEditable) return null;
  const dragged = range.parent.children.slice(range.startIndex, range.endIndex);
  const place = dropPlaceAt(editor.state.doc, (at) => boxAt(editor, at), y, dragged);
  const tr = place && moveRangeTo(editor.state, range, place.at);
  return tr && { place, tr };
}

function withinPage({ top, bottom, left, right }: Box, page: HTMLElement): Box {
  const box = page.getBoundingClientRect();
  const [from, to] = [Math.max(left, box.left) - box.left, Math.min(right, box.right) - box.left];
  return { top: top - box.top, bottom: bottom - box.top, left: from, right: to };
}

/** What other programs and pages get who are given a block. */
function giveAway(editor: Editor, element: HTMLElement, { dataTransfer }: ReactDragEvent): void {
  const range = rangeOf(editor, element);
  if (!range) return;
  const { dom, text } = editor.view.serializeForClipboard(editor.state.doc.slice(range.start, range.end));
  dataTransfer.clearData();
  dataTransfer.setData('text/html', dom.innerHTML);
  dataTransfer.setData('text/plain', text);
  dataTransfer.effectAllowed = 'copyMove';
  dataTransfer.setDragImage(element, 0, 0);
}

/**
 * Dragging a block by its handle, which stands beside the text: where it goes is told by the pointer's height alone, so
 * that it can be dragged straight down. ProseMirror, which looks after drags in the text, hears nothing of it.
 */
export function useBlockDrag(editor: Editor, page: RefObject<HTMLElement | null>) {
  const [shown, setShown] = useState<ShownDrag | null>(null);
  const stop = useRef<(() => void) | null>(null);
  const end = useCallback(() => {
    stop.current?.();
    stop.current = null;
    setShown(null);
  }, []);
  useEffect(() => end, [end]);
  const begin = (element: HTMLElement, event: ReactDragEvent) => {
    const area = page.current;
    if (!area || !movedBox(editor, element)) return;
    end();
    giveAway(editor, element, event);
    const show = (place: DropPlace | null) => {
      const box = movedBox(editor, element);
      const line = place && { ...place, top: place.y, bottom: place.y };
      setShown(box && { moved: withinPage(box, area), line: line && withinPage(line, area) });
    };
    const onOver = (over: DragEvent) => {
      const isHere = isBeside(area, over);
      const move = isHere ? moveAt(editor, element, over.clientY) : null;
      show(move?.place ?? null);
      if (!isHere) return;
      over.preventDefault();
      over.stopPropagation();
      if (over.dataTransfer) over.dataTransfer.dropEffect = move ? 'move' : 'none';
    };
    const onDrop = (drop: DragEvent) => {
      if (!isBeside(area, drop)) return;
      drop.preventDefault();
      drop.stopPropagation();
      const move = moveAt(editor, element, drop.clientY);
      end();
      if (!move) return;
      newUndoStep(editor);
      editor.view.dispatch(move.tr);
      editor.view.focus();
    };
    document.addEventListener('dragover', onOver, true);
    document.addEventListener('drop', onDrop, true);
    stop.current = () => {
      document.removeEventListener('dragover', onOver, true);
      document.removeEventListener('drop', onDrop, true);
    };
  };
  return { shown, begin, end };
}
