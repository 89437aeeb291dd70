'use client';

import { useSyncExternalStore } from 'react';

const STORE = 'kenning-plain-keys';
const CHANGED = 'kenning:plain-keys';

/** What is kept under the name: only "off" switches them off. */
export const plainKeysFrom = (kept: string | null): boolean => kept !== 'off';

/** A browser may refuse storage altogether; then the choice lasts as long as the page. */
let unkept: string | null = null;

function read(): string | null {
  try {
    return window.localStorage.getItem(STORE) ?? unkept;
  } catch {
    return unkept;
  }
}

/** Whether keys of one letter or sign do anything: who speaks to the computer, or shakes, can switch them off. */
export const arePlainKeysOn = (): boolean => plainKeysFrom(read());

/** Switches them for this browser. */
export function setPlainKeys(on: boolean): void {
  unkept = on ? 'on' : 'off';
  try {
    window.localStorage.setItem(STORE, unkept);
  } catch {
    // Refused or full: it holds until the page is loaded again.
  }
  window.dispatchEvent(new Event(CHANGED));
}

function onChange(listener: () => void): () => void {
  window.addEventListener(CHANGED, listener);
  // Another tab.
  window.addEventListener('storage', listener);
  return () => {
    window.removeEventListener(CHANGED, listener);
    window.removeEventListener('storage', listener);
  };
}

/** The switch as it stands, and stays in step with the other places that show it. */
export const usePlainKeys = (): boolean => useSyncExternalStore(onChange, arePlainKeysOn, () => true);
