'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect, useMemo, useSyncExternalStore } from 'react';

export type FilterValue = string | readonly string[] | null;

export type Filters = {
  /** The values of a filter, none when it is not set. */
  all: (key: string) => string[];
  /** The first value, or null. */
  one: (key: string) => string | null;
  /**
   * Sets filters in the address at once, without a trip to the server. `replace` leaves no step for Back (typing).
   * Does nothing on another page: an answer that comes late does not write into the address one has gone to.
   */
  set: (changes: Record<string, FilterValue>, how?: 'push' | 'replace') => void;
  /** The address with these changes, for a link. */
  href: (changes: Record<string, FilterValue>) => string;
  /** Adds a value to a filter that takes several, or takes it away. */
  toggle: (key: string, value: string, on: boolean) => void;
  /** Takes these filters away. */
  clear: (keys: readonly string[]) => void;
};

/** Search parameters with changes applied; the order of the rest is kept. */
export function changedParams(now: URLSearchParams, changes: Record<string, FilterValue>): URLSearchParams {
  const next = new URLSearchParams(now);
  for (const [key, value] of Object.entries(changes)) {
    next.delete(key);
    const values = value === null ? [] : typeof value === 'string' ? [value] : value;
    for (const one of values) if (one !== '') next.append(key, one);
  }
  return next;
}

const CHANGED = 'kenning:filters';

function onChange(listener: () => void): () => void {
  window.addEventListener(CHANGED, listener);
  window.addEventListener('popstate', listener);
  return () => {
    window.removeEventListener(CHANGED, listener);
    window.removeEventListener('popstate', listener);
  };
}

const searchNow = () => window.location.search.slice(1);

/** The address with changes, from what it is at this moment: two presses in a row both count. */
function hrefWith(changes: Record<string, FilterValue>): string {
  const query = changedParams(new URLSearchParams(searchNow()), changes).toString();
  return query ? `${window.location.pathname}?${query}` : window.location.pathname;
}

function setFilters(changes: Record<string, FilterValue>, how: 'push' | 'replace' = 'push'): void {
  // The native history, which Next follows: no trip to the server. Lists do not wait for Next's transition either.
  if (how === 'push') window.history.pushState(null, '', hrefWith(changes));
  else window.history.replaceState(null, '', hrefWith(changes));
  window.dispatchEvent(new Event(CHANGED));
}

function toggleFilter(key: string, value: string, on: boolean): void {
  const others = new URLSearchParams(searchNow()).getAll(key).filter((held) => held !== value);
  setFilters({ [key]: on ? [...others, value] : others });
}

const clearFilters = (keys: readonly string[]) => setFilters(Object.fromEntries(keys.map((key) => [key, null])));

/** A list's filters live in the address: they survive a reload, can be sent to a colleague, and Back undoes them. */
export function useFilters(): Filters {
  const rendered = useSearchParams().toString();
  const pathname = usePathname();
  // Until the address is this page's, it holds the parameters of another: a list would ask for the wrong rows first.
  const searchHere = () => (window.location.pathname === pathname ? searchNow() : rendered);
  const search = useSyncExternalStore(onChange, searchHere, () => rendered);
  useEffect(() => {
    // A link of Next renders first and writes the address afterwards: what was read meanwhile is read again.
    if (new URLSearchParams(searchNow()).toString() === rendered) window.dispatchEvent(new Event(CHANGED));
  }, [rendered]);
  return useMemo(() => {
    const params = new URLSearchParams(search);
    return {
      all: (key) => params.getAll(key),
      one: (key) => params.get(key),
      set: (changes, how) => {
        if (window.location.pathname === pathname) setFilters(changes, how);
      },
      href: (changes) => {
        const query = changedParams(params, changes).toString();
        return query ? `${pathname}?${query}` : pathname;
      },
      toggle: toggleFilter,
      clear: clearFilters,
    };
  }, [search, pathname]);
}
