import type { Editor } from '@tiptap/react';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { caretBlock, pointedBlock } from './block-range';

const HANDLE_HEIGHT_PX = 24;

/** The element of the block that has the handle, and how far down the page it is. */
export type HandlePlace = { element: HTMLElement; top: number };

/** Where in the document a block's element begins, however much was written above it since. */
export function placeOfElement(editor: Editor, element: HTMLElement): number | null {
  const { parentElement } = element;
  if (!parentElement || !editor.view.dom.contains(element)) return null;
  const at = editor.view.posAtDOM(parentElement, [...parentElement.childNodes].indexOf(element));
  return editor.state.doc.nodeAt(at)?.isBlock ? at : null;
}

/** Beside the middle of the block's first line. */
function topOf(element: HTMLElement, page: HTMLElement): number {
  const line = element.querySelector('p, h1, h2, h3, h4, h5, h6, summary') ?? element;
  // What a table scrolls in reaches over the line above it.
  const box = element.querySelector(':scope > table tr') ?? element;
  const rect = (element.matches('li') || element.firstElementChild === line ? line : box).getBoundingClientRect();
  const lineHeight = Number.parseFloat(getComputedStyle(line).lineHeight) || HANDLE_HEIGHT_PX;
  return rect.top - page.getBoundingClientRect().top + (Math.min(lineHeight, rect.height) - HANDLE_HEIGHT_PX) / 2;
}

function elementAt(editor: Editor, at: number | null): HTMLElement | null {
  const dom = at === null ? null : editor.view.nodeDOM(at);
  return dom instanceof HTMLElement ? dom : null;
}

/** The block at a height, wherever the pointer is beside it. */
function elementAtHeight(editor: Editor, y: number): HTMLElement | null {
  const { left, width } = editor.view.dom.getBoundingClientRect();
  const found = editor.view.posAtCoords({ left: left + width / 2, top: y });
  if (!found) return null;
  const at = found.inside >= 0 ? Math.max(found.pos, found.inside) : found.pos;
  return elementAt(editor, pointedBlock(editor.state.doc.resolve(at)));
}

/**
 * Which block has the handle: the one the pointer is beside, or, while one types, the caret's. It follows what the text
 * does above it. @param isHeld it stays where it is, since its menu is open
 */
export function useHandlePlace(
  editor: Editor,
  page: RefObject<HTMLElement | null>,
  isHeld: boolean,
): { place: HandlePlace | null; show: (element: HTMLElement | null) => void } {
  const [place, setPlace] = useState<HandlePlace | null>(null);
  const held = useRef(isHeld);
  held.current = isHeld;
  const show = useCallback(
    (element: HTMLElement | null) => {
      if (!page.current || !element?.isConnected || !editor.isEditable) return setPlace(null);
      const top = topOf(element, page.current);
      setPlace((before) => (before?.element === element && before.top === top ? before : { element, top }));
    },
    [editor, page],
  );
  useEffect(() => {
    const area = page.current;
    if (!area) return;
    let frame = 0;
    let current: HTMLElement | null = null;
    const soon = (find: () => HTMLElement | null) => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        if (held.current || editor.isDestroyed) return;
        current = find();
        show(current);
      });
    };
    const onPointer = ({ pointerType, clientY, buttons }: PointerEvent) => {
      if (pointerType === 'mouse' && buttons === 0) soon(() => elementAtHeight(editor, clientY));
    };
    const onCaret = () => {
      if (editor.isFocused) soon(() => elementAt(editor, caretBlock(editor.state)));
    };
    const onText = () => soon(() => (current?.isConnected ? current : elementAt(editor, caretBlock(editor.state))));
    area.addEventListener('pointermove', onPointer);
    area.addEventListener('pointerleave', onCaret);
    editor.on('selectionUpdate', onCaret);
    editor.on('update', onText);
    return () => {
      cancelAnimationFrame(frame);
      area.removeEventListener('pointermove', onPointer);
      area.removeEventListener('pointerleave', onCaret);
      editor.off('selectionUpdate', onCaret);
      editor.off('update', onText);
    };
  }, [editor, page, show]);
  return { place, show };
}
