import { type Middleware, size } from '@floating-ui/dom';
import { roomAroundCaret } from '../touch/touch';

/** Where so much is free below the line, a list stands there: it does not change sides as it grows shorter. */
const ENOUGH_PX = 300;
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

/** Below the line, or where there is little room, above it if there is more. It is the room that counts, not the list. */
export const onRoomierSide = (): Middleware => ({
  name: 'onRoomierSide',
  fn: ({ placement, elements: { reference } }) => {
    const { top, bottom } = reference.getBoundingClientRect();
    const around = roomAroundCaret();
    // A keyboard on the screen takes of the window.
    const { height, offsetTop } = window.visualViewport ?? { height: window.innerHeight, offsetTop: 0 };
    const [above, below] = [top - offsetTop - around.top, offsetTop + height - bottom - around.bottom];
    const wanted = below < ENOUGH_PX && above > below ? 'top-start' : 'bottom-start';
    return placement === wanted ? {} : { reset: { placement: wanted } };
  },
});

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
