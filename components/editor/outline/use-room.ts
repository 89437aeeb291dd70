import { type RefObject, useEffect, useState } from 'react';
import { browserStorage, store } from '@/components/ui/browser-storage';

const OUTLINE_WIDTH_MIN_PX = 132;
/** Between the text and the outline. */
const GAP_PX = 24;
const FOLDED = 'editor-outline-folded';

/** How wide it is beside the text, to the edge of the page; null where there is no room for an outline. */
function roomBeside(root: HTMLElement): number | null {
  const edge = root.parentElement?.getBoundingClientRect().right ?? 0;
  const room = edge - root.getBoundingClientRect().right - GAP_PX;
  return room < OUTLINE_WIDTH_MIN_PX ? null : room;
}

/** The room for the outline, as the window and the bar of the product leave it, and whether it is folded away. */
export function useOutlineRoom(root: RefObject<HTMLElement | null>, isThere: boolean) {
  const [width, setWidth] = useState<number | null>(null);
  const [isFolded, setFolded] = useState(() => browserStorage()?.getItem(FOLDED) === 'yes');
  useEffect(() => {
    const element = root.current;
    const main = element?.closest('main');
    if (!isThere || !element || !main) return;
    const watch = new ResizeObserver(() => setWidth(roomBeside(element)));
    watch.observe(main);
    return () => watch.disconnect();
  }, [root, isThere]);
  const fold = (folded: boolean) => {
    store(FOLDED, folded ? 'yes' : 'no');
    setFolded(folded);
  };
  return { width, isFolded, fold };
}
