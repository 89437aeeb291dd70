'use client';

import { type RefObject, useEffect } from 'react';
import { isDialogOpen, isPlain, isTyping } from './keys';

const STEPS = new Map([
  ['j', 1],
  ['k', -1],
]);

/**
 * `J` and `K` move the focus over the links marked `data-row-link` inside the container, `X` presses the row's
 * checkbox, Enter is the link's own. The focus is the cursor: screen readers follow it for nothing.
 */
export function useRowWalk(container: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isPlain(event) || isTyping(event.target) || isDialogOpen()) return;
      const root = container.current;
      const step = STEPS.get(event.key.toLowerCase());
      if (!root || (step === undefined && event.key.toLowerCase() !== 'x')) return;
      const links = [...root.querySelectorAll<HTMLElement>('[data-row-link]')];
      const row = document.activeElement?.closest('[data-row]');
      const at = links.findIndex((link) => row?.contains(link));
      if (step === undefined) {
        row?.querySelector<HTMLInputElement>('input[type="checkbox"]')?.click();
        return;
      }
      const next =
        links[at === -1 && step === -1 ? links.length - 1 : Math.min(Math.max(at + step, 0), links.length - 1)];
      if (!next) return;
      event.preventDefault();
      next.focus();
      next.closest('[data-row]')?.scrollIntoView({ block: 'nearest' });
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [container]);
}
