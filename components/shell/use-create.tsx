'use client';

import dynamic from 'next/dynamic';
import { usePathname } from 'next/navigation';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';

const PRELOAD_AFTER_MS = 2_000;

const load = () => import('@/components/knowledge/new-item-dialog').then((module) => module.NewItemDialog);
const NewItemDialog = dynamic(load);

/** A new item, from wherever one is: whoever closes the dialog is where they were, filters and all. */
export function useCreate(): { create: () => void; dialog: ReactNode } {
  const [opened, setOpened] = useState(false);
  const from = useRef<Element | null>(null);
  const pathname = usePathname();
  // What is typed right after the key goes into the dialog: its code is here by then.
  useEffect(() => {
    const timer = setTimeout(() => void load().catch(() => {}), PRELOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  // Made, it leads to the text.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page ends it, whatever led there
  useEffect(() => setOpened(false), [pathname]);
  const create = useCallback(() => {
    from.current = document.activeElement;
    setOpened(true);
  }, []);
  const close = () => {
    setOpened(false);
    // A dialog that is gone at once cannot give the focus back itself.
    if (from.current instanceof HTMLElement) from.current.focus();
  };
  return { create, dialog: opened ? <NewItemDialog opened onClose={close} /> : null };
}
