'use client';

import { useEffect } from 'react';
import { noWayOut, tabDirt } from './dirty';
import { useStayOnBack } from './stay-on-back';
import { sayDone, unsay } from './toast';

/**
 * Asked before any step to another page. A link that is followed without a connection ends in a page that the browser
 * cannot load, so it has to be stopped before it begins.
 * @returns whether one may go; if not, it is said why
 */
export function mayLeave(): boolean {
  if (!stays()) return true;
  sayStaying();
  return false;
}

const stays = (): boolean => tabDirt.isThere() || noWayOut.isThere();

const SAYING = 'stays-here';
const NO_WAY_OUT =
  'Kenning cannot be reached just now and no other page can be opened, so this page stays. You can go on writing here.';
const NOT_SAVED = 'What you wrote here is not all saved yet, so this page stays. Above the text it says why.';

function sayStaying(): void {
  sayDone(noWayOut.isThere() ? NO_WAY_OUT : NOT_SAVED, SAYING);
}

/** Nothing holds the page any more: what was said of it would not be true. */
export const stopStaying = (): void => unsay(SAYING);

/** The link that a click follows to another page of ours in this tab; null for every other click. */
function linkOf(event: MouseEvent): HTMLAnchorElement | null {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null;
  if (!link || link.hasAttribute('download') || (link.target !== '' && link.target !== '_self')) return null;
  // The browser itself asks before it leaves for another site, and stays when it is told to.
  if (link.origin !== window.location.origin) return null;
  const isHere = link.pathname === window.location.pathname && link.search === window.location.search;
  return isHere ? null : link;
}

/** No link and no Back leads away from what this tab alone holds. Once for all pages. */
export function useStayHere(): void {
  useStayOnBack(stays, sayStaying);
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      if (!event.defaultPrevented && linkOf(event) && !mayLeave()) event.preventDefault();
    };
    // Before the link hears of it.
    window.addEventListener('click', onClick, true);
    return () => window.removeEventListener('click', onClick, true);
  }, []);
}
