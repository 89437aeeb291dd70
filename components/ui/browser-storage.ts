/** What this browser keeps. It may refuse storage altogether, and the server has none: then nothing is remembered. */
export function browserStorage(): Storage | null {
  try {
    return typeof window === 'undefined' ? null : window.localStorage;
  } catch {
    return null;
  }
}

/** Forgets whatever is kept under names that begin so. */
export function forgetStored(prefix: string): void {
  const store = browserStorage();
  if (!store) return;
  for (const key of Object.keys(store)) if (key.startsWith(prefix)) store.removeItem(key);
}
