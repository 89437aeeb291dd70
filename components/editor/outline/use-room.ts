import { type RefObject, useEffect, useState } from 'react';
import { browserStorage, store } from '@/components/ui/browser-storage';

const OUTLINE_WIDTH_MIN_PX = 132;
const OUTLINE_WIDTH_MAX_PX = 220;
/** Between the outline and the text, where the handle of a block stands. */
const GAP_PX = 40;
const MARGIN_PX = 12;
const FOLDED = 'editor-outline-folded';

/** How wide the outline may be beside the text; null where there is no room for it. */
function roomBeside(root: HTMLElement): number | null {
  const edge = root.closest('main')?.getBoundingClientRect().left ?? 0;
  const room = root.getBoundingClientRect().left - edge - GAP_PX - MARGIN_PX;
  return room < OUTLINE_WIDTH_MIN_PX ? null : Math.min(room, OUTLINE_WIDTH_MAX_PX);
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
