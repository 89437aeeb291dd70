'use client';

import { useEffect, useRef } from 'react';

/**
 * Back, too, asks before it leads away. The page is never told of a step that is not taken: filters in the address,
 * and dialogs that stand in it, stay as they are.
 * @param isHeld whether leaving now would lose something; @param onTried somebody wanted to
 */
export function useStayOnBack(isHeld: () => boolean, onTried: () => void): void {
  const latest = useRef({ isHeld, onTried });
  latest.current = { isHeld, onTried };
  const here = useRef<{ state: unknown; href: string } | null>(null);
  // By the time Back is heard of, address and state are already those of the page before.
  useEffect(() => {
    here.current = { state: window.history.state, href: window.location.href };
  });
  useEffect(() => {
    const onBack = (event: PopStateEvent) => {
      if (!here.current || !latest.current.isHeld()) return;
      // First of all, before Next's: its listener is no capturing one.
      event.stopImmediatePropagation();
      window.history.pushState(here.current.state, '', here.current.href);
      latest.current.onTried();
    };
    window.addEventListener('popstate', onBack, true);
    return () => window.removeEventListener('popstate', onBack, true);
  }, []);
}
