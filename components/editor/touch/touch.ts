/** Whoever points with a finger. */
export const TOUCH = '(pointer: coarse)';

/** What stands over the text at its head and, for a finger, at its foot: the caret comes to lie between them. */
const HEAD_PX = 128;
const FOOT_PX = 64;
const EDGE_PX = 8;

/** How far from the edges of the window the caret is kept. */
export function roomAroundCaret(): { top: number; bottom: number; left: number; right: number } {
  const bottom = window.matchMedia(TOUCH).matches ? FOOT_PX : EDGE_PX;
  return { top: HEAD_PX, bottom, left: 0, right: 0 };
}
