type Kept = 'localStorage' | 'sessionStorage';

/** What this browser, or this tab, keeps. It may refuse storage altogether, and the server has none: then nothing is remembered. */
export function browserStorage(kept: Kept = 'localStorage'): Storage | null {
  try {
    return typeof window === 'undefined' ? null : window[kept];
  } catch {
    return null;
  }
}

/** Keeps a text. A browser whose storage is full goes without. */
export function store(name: string, text: string, kept?: Kept): void {
  try {
    browserStorage(kept)?.setItem(name, text);
  } catch {
    // Full: nothing to do and nothing to say.
  }
}

/** Forgets whatever is kept under names that begin so. */
export function forgetStored(prefix: string, kept?: Kept): void {
  const there = browserStorage(kept);
  if (!there) return;
  for (const key of Object.keys(there)) if (key.startsWith(prefix)) there.removeItem(key);
}
