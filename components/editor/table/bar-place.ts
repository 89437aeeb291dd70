import type { Editor } from '@tiptap/react';
import { roomAroundCaret } from '../touch/touch';

/** What the bar of a table takes above or below it, with its distance to both sides. */
const BAR_PX = 50;

type Span = { top: number; bottom: number };

/**
 * What the bar of a table stands below or above, in px of the window: all of the table, or, where the window ends before
 * the table does at both ends, the part after which the bar is just within it: at the foot, or at the head where the caret
 * is at the foot.
 * @param room what the window has for the text
 */
export function spanForBar(table: Span, caret: Span, room: Span): Span {
  const hasEndInSight = table.bottom + BAR_PX <= room.bottom || table.top - BAR_PX >= room.top;
  if (hasEndInSight) return table;
  const foot = room.bottom - BAR_PX;
  const isBesideCaret = caret.bottom > foot && caret.top < room.bottom;
  return { top: Math.min(table.top, room.top), bottom: isBesideCaret ? room.top : foot };
}

/** What the bar of the table around the caret is placed by; null where there is none. */
export function placeForBar(editor: Editor): { getBoundingClientRect: () => DOMRect } | null {
  const { node } = editor.view.domAtPos(editor.state.selection.from);
  const table = (node instanceof Element ? node : node.parentElement)?.closest('table');
  if (!table) return null;
  return {
    getBoundingClientRect: () => {
      const { left, width, top, bottom } = table.getBoundingClientRect();
      const caret = editor.view.coordsAtPos(editor.state.selection.head);
      const room = { top: roomAroundCaret().top, bottom: window.innerHeight };
      const span = spanForBar({ top, bottom }, caret, room);
      return new DOMRect(left, span.top, width, span.bottom - span.top);
    },
  };
}
