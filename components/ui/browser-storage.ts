/** What this browser keeps. It may refuse storage altogether, and the server has none: then nothing is remembered. */
export function browserStorage(): Storage | null {
  try {
    return typeof window === 'undefined' ? null : window.localStorage;
  } catch {
    return null;
  }
}
