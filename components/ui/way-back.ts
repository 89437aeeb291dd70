'use client';

import { usePathname } from 'next/navigation';
import { useEffect, useSyncExternalStore } from 'react';

/**
 * The list that one came from, as it was filtered, and the page below it on which one stands now, while one stays below
 * it, in this tab.
 */
let left: { path: string; href: string; below: string | null } | null = null;

/** One goes on in the list where one left it: the row of what one comes back from has the focus. */
function standAt(below: string): void {
  const rows = [...document.querySelectorAll<HTMLAnchorElement>('main a[data-row-link]')];
  const row = rows.find(({ pathname }) => below === pathname || below.startsWith(`${pathname}/`));
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: 'center' });
}

/** For a list: ways back to it from the pages below lead to it as it is. @param href without what opens a dialog */
export function useAsWayBack(href: string): void {
  const path = usePathname();
  useEffect(() => {
    // Back changes the address before the list is gone: then it is no longer the list's.
    if (window.location.pathname !== path) return;
    if (left?.href === href && left.below !== null) standAt(left.below);
    left = { path, href, below: null };
  }, [path, href]);
}

/** Whoever goes elsewhere than below the list comes back to all of it. Once for all pages. */
export function useForgetWayBack(): void {
  const pathname = usePathname();
  useEffect(() => {
    if (left && !`${pathname}/`.startsWith(`${left.path}/`)) left = null;
    if (left && pathname !== left.path) left.below = pathname;
  }, [pathname]);
}

/** Where a way back to this page leads: to a list as one left it. */
export const wayBackTo = (path: string): string => (left?.path === path ? left.href : path);

const neverChanges = () => () => {};

/** The same for a link, which the server knows only as it is for everybody. */
export function useWayBackTo(path: string): string {
  return useSyncExternalStore(
    neverChanges,
    () => wayBackTo(path),
    () => path,
  );
}
