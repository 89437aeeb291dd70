import { type RefObject, useEffect, useRef } from 'react';

/** The bar shows a moment after the selection. */
const SHOWN_WITHIN_MS = 1_000;

/**
 * Focuses a field as soon as it shows: the bar that it stands in may come a moment after the key or the press.
 * @param wish another one focuses it again; 0 leaves it alone
 */
export function useFocusWhenShown(wish = 1): RefObject<HTMLInputElement | null> {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (wish === 0) return;
    let frame = 0;
    const until = performance.now() + SHOWN_WITHIN_MS;
    const focus = () => {
      field.current?.focus();
      if (document.activeElement !== field.current && performance.now() < until) frame = requestAnimationFrame(focus);
    };
    focus();
    return () => cancelAnimationFrame(frame);
  }, [wish]);
  return field;
}
