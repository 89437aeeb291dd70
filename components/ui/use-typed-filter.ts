'use client';

import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import type { Filters } from './use-filters';

const TYPING_PAUSE_MS = 200;

/** What is typed into a field whose text stands in the address, a moment after the last key. */
export function useTypedFilter(filters: Filters, name: string): { typed: string; type: (text: string) => void } {
  const held = filters.one(name) ?? '';
  const [typed, setTyped] = useState(held);
  const sent = useRef(held);
  const send = useDebouncedCallback((text: string) => {
    sent.current = text;
    filters.set({ [name]: text.trim() }, 'replace');
  }, TYPING_PAUSE_MS);
  // The address may change from elsewhere (Back, Clear all): only then does it win over what is typed.
  useEffect(() => {
    if (held === sent.current.trim()) return;
    sent.current = held;
    setTyped(held);
  }, [held]);
  return {
    typed,
    type: (text) => {
      setTyped(text);
      send(text);
    },
  };
}
