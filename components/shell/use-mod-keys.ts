'use client';

import { useEffect, useLayoutEffect, useRef } from 'react';
import { dialogDirt } from '@/components/ui/dirty';
import { isTyping } from '@/components/ui/keys';
import { undoNewest } from '@/components/ui/toast';

type Menu = { opened: boolean; toggle: () => void; close: () => void };

/** ⌘K works everywhere, also while one types; ⌘Z where nobody types. They take no letter away, dialogs or not. */
export function useModKeys(menu: Menu): void {
  const latest = useRef(menu);
  latest.current = menu;
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return;
      const key = event.key.toLowerCase();
      // In a text, ⌘K is for a link first.
      if (key === 'k' && !event.defaultPrevented) {
        event.preventDefault();
        // It leads elsewhere: not away from a dialog that holds something.
        if (latest.current.opened || !dialogDirt.isThere()) latest.current.toggle();
      }
      // Whoever types takes back what they typed.
      if (key === 'z' && !isTyping(event.target) && undoNewest()) event.preventDefault();
    };
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
  // Before the effects of any dialog on the page, which listen in the same place: Esc is for what lies on top.
  useLayoutEffect(() => {
    const onEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing || !latest.current.opened) return;
      event.stopImmediatePropagation();
      latest.current.close();
    };
    window.addEventListener('keydown', onEscape, true);
    return () => window.removeEventListener('keydown', onEscape, true);
  }, []);
}
