import { type Middleware, size } from '@floating-ui/dom';
import { roomAroundCaret } from '../touch/touch';

/** A list is never so low that nothing can be read in it. */
const ROWS_MIN = 2.5;

/**
 * How high a list of options may be. What does not fit ends in the middle of a row, so that one sees that there is more.
 * @param around what its frame takes
 */
export function heightOfList(room: number, row: number, count: number, around: number): number {
  const whole = count * row + around;
  if (whole <= room || row <= 0) return whole;
  const rows = Math.floor((room - around) / row - 0.5) + 0.5;
  return Math.max(rows, ROWS_MIN) * row + around;
}

/** Lets a list of options use the room that there is on its side of the line, to the bars of the page or the window's edge. */
export const withinRoom = (): Middleware =>
  size(() => ({
    padding: roomAroundCaret(),
    apply: ({ availableHeight, elements: { floating } }) => {
      const options = floating.querySelectorAll<HTMLElement>('[role="option"]');
      const row = options[0]?.offsetHeight ?? 0;
      const around =
        floating.offsetHeight - floating.clientHeight + 2 * Number.parseFloat(getComputedStyle(floating).paddingTop);
      const height = heightOfList(availableHeight, row, options.length, around);
      floating.style.maxHeight = `${height}px`;
    },
  }));
