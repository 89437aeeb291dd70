import { useMediaQuery } from '@mantine/hooks';

/** Whoever points with a finger. */
export const TOUCH = '(pointer: coarse)';
/** A finger, or a window that has no more room than a phone. */
const COMPACT = `${TOUCH}, (max-width: 36em)`;

/** The editor is drawn in the browser alone: what it shows at first is so already. */
const AT_ONCE = { getInitialValueInEffect: false } as const;

/** Whether one points with a finger. */
export const useTouch = (): boolean => useMediaQuery(TOUCH, false, AT_ONCE);

/** Whether a bar has room for little more than a phone has. */
export const useCompact = (): boolean => useMediaQuery(COMPACT, false, AT_ONCE);

/** What stands over the text at its head and, for a finger, at its foot: the caret comes to lie between them. */
const HEAD_PX = 128;
const FOOT_PX = 64;
const EDGE_PX = 8;

/** How far from the edges of the window the caret is kept. */
export function roomAroundCaret(): { top: number; bottom: number; left: number; right: number } {
  const bottom = window.matchMedia(TOUCH).matches ? FOOT_PX : EDGE_PX;
  return { top: HEAD_PX, bottom, left: 0, right: 0 };
}
