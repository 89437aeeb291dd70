import { browserStorage, forgetStored } from '@/components/ui/browser-storage';

export const RECENT_MAX = 8;
const STORE_PREFIX = 'kenning-recent-';

const KINDS = ['page', 'item', 'person'] as const;

/** Where the person was led by ⌘K, newest first; kept in this browser only. */
export type Recent = { id: string; label: string; href: string; kind: (typeof KINDS)[number] };

/** Puts the newest first, once, and keeps as many as are shown. */
export function withRecent(list: readonly Recent[], entry: Recent): Recent[] {
  return [entry, ...list.filter((other) => other.id !== entry.id)].slice(0, RECENT_MAX);
}

/** What was stored, without whatever is not ours or leads off the site. */
export function parseRecent(text: string | null): Recent[] {
  if (!text) return [];
  try {
    const found: unknown = JSON.parse(text);
    return Array.isArray(found) ? found.filter(isRecent).slice(0, RECENT_MAX) : [];
  } catch {
    return [];
  }
}

function isRecent(entry: unknown): entry is Recent {
  if (typeof entry !== 'object' || entry === null) return false;
  const { id, label, href, kind } = entry as Record<string, unknown>;
  const texts = typeof id === 'string' && typeof label === 'string' && typeof href === 'string';
  return texts && href.startsWith('/') && !href.startsWith('//') && KINDS.some((known) => known === kind);
}

/** Where this person was led in this browser, newest first. */
export function readRecent(personId: string): Recent[] {
  return parseRecent(browserStorage()?.getItem(STORE_PREFIX + personId) ?? null);
}

/** Keeps one more. A browser whose storage is full goes without: going there matters more than remembering it. */
export function remember(personId: string, entry: Recent): void {
  try {
    browserStorage()?.setItem(STORE_PREFIX + personId, JSON.stringify(withRecent(readRecent(personId), entry)));
  } catch {
    // Full: nothing to do and nothing to say.
  }
}

/** At signing out: the next person at this machine is not to read titles here. */
export const forgetRecent = (): void => forgetStored(STORE_PREFIX);
