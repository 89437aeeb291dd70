import { type RefObject, useEffect } from 'react';

/** Of what stands beside the chosen one about half a row is seen too: one sees that there is more. */
const BESIDE_PX = 20;

/**
 * Scrolls a list as far as one of its rows asks for, and never the page: the browser's own way moves that as well while
 * the list is not yet at its place.
 */
export function keepInSight(list: Element, row: Element, beside = BESIDE_PX): void {
  const [box, mark] = [list.getBoundingClientRect(), row.getBoundingClientRect()];
  if (mark.top - beside < box.top) list.scrollTop += mark.top - beside - box.top;
  else if (mark.bottom + beside > box.bottom) list.scrollTop += mark.bottom + beside - box.bottom;
}

/** @param chosen which option is chosen: whenever that is another one, the list scrolls to it */
export function useChosenInSight(list: RefObject<Element | null>, chosen: string | null | undefined): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another one is chosen it has to be seen
  useEffect(() => {
    const option = list.current?.querySelector('[aria-selected="true"]');
    if (list.current && option) keepInSight(list.current, option);
  }, [list, chosen]);
}

/** Where an arrow leads in a list of `count`, round and round. Null: the key is no arrow up or down. */
export function steppedRound(key: string, from: number, count: number): number | null {
  if (key === 'ArrowDown') return (from + 1) % count;
  if (key === 'ArrowUp') return (from - 1 + count) % count;
  return null;
}

/** Acts when the pointer was moved: not when a list came to lie, or was scrolled, under one that rests. */
export const whenMoved =
  (act: () => void) =>
  ({ movementX, movementY }: { movementX: number; movementY: number }): void => {
    if (movementX !== 0 || movementY !== 0) act();
  };
