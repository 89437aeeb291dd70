'use client';

import { useEffect } from 'react';

const SCHEME = 'data-mantine-color-scheme';

/**
 * Paper is white: what is printed takes the light inks. Mantine's own rules ask for the attribute as well as for the
 * variables, so it is the attribute that changes, for as long as the printing takes.
 */
export function useLightPrint(): void {
  useEffect(() => {
    const root = document.documentElement;
    const paper = window.matchMedia('print');
    let screen: string | null = null;
    const toPaper = () => {
      screen ??= root.getAttribute(SCHEME);
      root.setAttribute(SCHEME, 'light');
    };
    const toScreen = () => {
      if (screen !== null) root.setAttribute(SCHEME, screen);
      screen = null;
    };
    const onMedia = () => (paper.matches ? toPaper() : toScreen());
    onMedia();
    // Not every browser tells of both.
    paper.addEventListener('change', onMedia);
    window.addEventListener('beforeprint', toPaper);
    window.addEventListener('afterprint', toScreen);
    return () => {
      paper.removeEventListener('change', onMedia);
      window.removeEventListener('beforeprint', toPaper);
      window.removeEventListener('afterprint', toScreen);
    };
  }, []);
}
