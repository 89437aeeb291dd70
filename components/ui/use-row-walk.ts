'use client';

import { useEffect } from 'react';
import { isDialogOpen, isPlain, isTyping } from './keys';

const STEPS = new Map([
  ['j', 1],
  ['k', -1],
]);

/** The rows that the keys walk: those of the popover that has the focus, otherwise the page's. */
const walked = () => document.activeElement?.closest('[role="dialog"]') ?? document.querySelector('main');

/** Where the focus stands in a row: on its link, or, where it leads nowhere, on the first that can be done with it. */
const stopOf = (row: Element): HTMLElement | null =>
  row.querySelector<HTMLElement>('[data-row-link]') ??
  row.querySelector<HTMLElement>('input[type="checkbox"], button, a[href]');

const stopsIn = (root: Element): HTMLElement[] =>
  [...root.querySelectorAll('[data-row]')].flatMap((row) => stopOf(row) ?? []);

/**
 * `J` and `K` move the focus over the rows marked `data-row`, to the link marked `data-row-link` in each or to what
 * stands first in it; `X` presses the row's checkbox, Enter is the link's own. The focus is the cursor: screen readers
 * follow it for nothing. Once for all lists of a page.
 */
export function useRowWalk(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isPlain(event) || isTyping(event.target) || isDialogOpen()) return;
      const root = walked();
      const step = STEPS.get(event.key.toLowerCase());
      if (!root || (step === undefined && event.key.toLowerCase() !== 'x')) return;
      const stops = stopsIn(root);
      const row = document.activeElement?.closest('[data-row]');
      const at = stops.findIndex((stop) => row?.contains(stop));
      if (step === undefined) {
        row?.querySelector<HTMLInputElement>('input[type="checkbox"]')?.click();
        return;
      }
      const next =
        stops[at === -1 && step === -1 ? stops.length - 1 : Math.min(Math.max(at + step, 0), stops.length - 1)];
      if (!next) return;
      event.preventDefault();
      next.focus();
      next.closest('[data-row]')?.scrollIntoView({ block: 'nearest' });
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

/** The row that had the focus last, and how far down its list it stood; null where the focus went elsewhere since. */
type Place = { row: Element; at: number };

const placeOf = (target: EventTarget | null): Place | null => {
  const row = target instanceof Element ? target.closest('[data-row]') : null;
  if (!row) return null;
  return { row, at: [...(row.parentElement?.querySelectorAll('[data-row]') ?? [])].indexOf(row) };
};

/**
 * A row that is answered, moved away or filtered out takes the focus with it: it goes to the row that stands there
 * now, or to the page's text where the list is empty, never to nowhere. Once for all lists of a page.
 */
export function useFocusOfGoneRows(): void {
  useEffect(() => {
    let place: Place | null = null;
    let list: Element | null = null;
    const onFocus = ({ target }: FocusEvent) => {
      // A menu or a question that belongs to a row stands elsewhere in the document.
      if (target instanceof Element && target.closest('[role="menu"], [aria-modal="true"]')) return;
      place = placeOf(target);
      list = place?.row.parentElement ?? null;
    };
    const onChange = () => {
      if (!place || place.row.isConnected || document.activeElement !== document.body) return;
      const stops = list?.isConnected ? stopsIn(list) : [];
      const next = stops[Math.min(place.at, stops.length - 1)] ?? document.querySelector<HTMLElement>('main');
      place = null;
      next?.focus();
    };
    const watch = new MutationObserver(onChange);
    watch.observe(document.body, { childList: true, subtree: true });
    document.addEventListener('focusin', onFocus);
    return () => {
      watch.disconnect();
      document.removeEventListener('focusin', onFocus);
    };
  }, []);
}
