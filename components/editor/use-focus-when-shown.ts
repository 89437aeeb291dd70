import { type RefObject, useEffect, useRef } from 'react';

/** The bar shows a moment after the selection. */
const SHOWN_WITHIN_MS = 1_000;

/** A wish to be at a field. It is heard once: what shows the field anew later leaves the focus where it is. */
export type FocusWish = { isWished: boolean; onHeard: () => void };

const ALWAYS: FocusWish = { isWished: true, onHeard: () => undefined };

/** Focuses a field as soon as it shows: the bar that it stands in may come a moment after the key or the press. */
export function useFocusWhenShown(wish: FocusWish = ALWAYS): RefObject<HTMLInputElement | null> {
  const field = useRef<HTMLInputElement>(null);
  const { isWished } = wish;
  const heard = useRef(wish.onHeard);
  heard.current = wish.onHeard;
  useEffect(() => {
    if (!isWished) return;
    let frame = 0;
    const until = performance.now() + SHOWN_WITHIN_MS;
    const focus = () => {
      // A bar that has just come has its place a moment later: where it is now is nowhere to scroll to.
      field.current?.focus({ preventScroll: true });
      if (document.activeElement === field.current || performance.now() >= until) heard.current();
      else frame = requestAnimationFrame(focus);
    };
    focus();
    return () => cancelAnimationFrame(frame);
  }, [isWished]);
  return field;
}
