'use client';

import { useEffect, useRef } from 'react';

const BACK = 'kenning:back';

/**
 * Asks whoever stays on Back before the page hears of it: filters in the address, and dialogs that stand in it, are as
 * they were. Called before Next starts, since on a window the first to listen is the first to be told.
 */
export function listenToBack(): void {
  window.addEventListener('popstate', (event) => {
    const leaves = window.dispatchEvent(new Event(BACK, { cancelable: true }));
    if (!leaves) event.stopImmediatePropagation();
  });
}

/**
 * Back, too, asks before it leads away.
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
    const onBack = (event: Event) => {
      if (event.defaultPrevented || !here.current || !latest.current.isHeld()) return;
      event.preventDefault();
      window.history.pushState(here.current.state, '', here.current.href);
      latest.current.onTried();
    };
    window.addEventListener(BACK, onBack);
    return () => window.removeEventListener(BACK, onBack);
  }, []);
}
