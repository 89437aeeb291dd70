'use client';

import { useEffect } from 'react';
import { isDialogOpen, isPlain, isTyping } from './keys';
import { arePlainKeysOn } from './plain-keys';

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
 * follow it for nothing. Who stands in no row begins at the one that is marked `data-current`. Once for all lists of a
 * page.
 */
export function useRowWalk(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isPlain(event) || isTyping(event.target) || isDialogOpen()) return;
      const root = walked();
      const step = STEPS.get(event.key.toLowerCase());
      if (!arePlainKeysOn()) return;
      if (!root || (step === undefined && event.key.toLowerCase() !== 'x')) return;
      const stops = stopsIn(root);
      const row = document.activeElement?.closest('[data-row]') ?? root.querySelector('[data-row][data-current]');
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

/** What had the focus last, a row or what stands in none, and how far down its list it stood. */
type Place = { gone: Element; list: Element | null; at: number };

const placeOf = (target: EventTarget | null): Place | null => {
  if (!(target instanceof Element)) return null;
  const row = target.closest('[data-row]');
  if (!row) return target.closest('main') ? { gone: target, list: null, at: 0 } : null;
  const list = row.parentElement;
  return { gone: row, list, at: [...(list?.querySelectorAll('[data-row]') ?? [])].indexOf(row) };
};

/**
 * A row that is answered, moved away or filtered out takes the focus with it: it goes to the row that stands there
 * now, or to the page's text where the list is empty, never to nowhere. So it does when a button goes that stands in no
 * row. Once for all lists of a page.
 */
export function useFocusOfGoneRows(): void {
  useEffect(() => {
    // It may have got the focus before the page listened.
    let place = placeOf(document.activeElement);
    const onFocus = ({ target }: FocusEvent) => {
      // A menu or a question that belongs to a row stands elsewhere in the document.
      if (target instanceof Element && target.closest('[role="menu"], [aria-modal="true"]')) return;
      place = placeOf(target);
    };
    const onChange = () => {
      if (!place || place.gone.isConnected || document.activeElement !== document.body) return;
      const stops = place.list?.isConnected ? stopsIn(place.list) : [];
      const next = stops[Math.min(place.at, stops.length - 1)];
      place = null;
      if (next) next.focus();
      else document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
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
