'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';

export type FilterValue = string | readonly string[] | null;

export type Filters = {
  /** The values of a filter, none when it is not set. */
  all: (key: string) => string[];
  /** The first value, or null. */
  one: (key: string) => string | null;
  /** Sets filters in the address at once, without a trip to the server. `replace` leaves no step for Back (typing). */
  set: (changes: Record<string, FilterValue>, how?: 'push' | 'replace') => void;
  /** The address with these changes, for a link. */
  href: (changes: Record<string, FilterValue>) => string;
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

/** A list's filters live in the address: they survive a reload, can be sent to a colleague, and Back undoes them. */
export function useFilters(): Filters {
  const params = useSearchParams();
  const pathname = usePathname();
  const href = useCallback(
    (changes: Record<string, FilterValue>) => {
      const query = changedParams(new URLSearchParams(params), changes).toString();
      return query ? `${pathname}?${query}` : pathname;
    },
    [params, pathname],
  );
  const set = useCallback(
    (changes: Record<string, FilterValue>, how: 'push' | 'replace' = 'push') => {
      // The native history: Next's useSearchParams follows it, and the list answers at once.
      if (how === 'push') window.history.pushState(null, '', href(changes));
      else window.history.replaceState(null, '', href(changes));
    },
    [href],
  );
  return useMemo(
    () => ({
      all: (key) => params.getAll(key),
      one: (key) => params.get(key),
      set,
      href,
      clear: (keys) => set(Object.fromEntries(keys.map((key) => [key, null]))),
    }),
    [params, set, href],
  );
}
