'use client';

import { useEffect } from 'react';

/**
 * A button that is at work is disabled meanwhile, and the browser takes the focus off it. It comes back when the work
 * is done, unless the person has gone elsewhere. Once for the whole document.
 */
export function useFocusOfBusyButtons(): void {
  useEffect(() => {
    // It may have got the focus before the page listened.
    let last: EventTarget | null = document.activeElement;
    const onFocus = (event: FocusEvent) => {
      last = event.target;
    };
    const onPress = () => {
      last = null;
    };
    const onChange = () => {
      if (!(last instanceof HTMLButtonElement) || last.disabled || !last.isConnected) return;
      if (document.activeElement === document.body) last.focus({ preventScroll: true });
    };
    const watch = new MutationObserver(onChange);
    watch.observe(document.body, { attributeFilter: ['disabled'], subtree: true });
    document.addEventListener('focusin', onFocus);
    document.addEventListener('pointerdown', onPress, true);
    return () => {
      watch.disconnect();
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('pointerdown', onPress, true);
    };
  }, []);
}
