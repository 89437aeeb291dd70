import { keptList } from '@/components/ui/kept-list';

export const RECENT_MAX = 8;

const KINDS = ['page', 'item', 'person'] as const;

/** Where the person was led by ⌘K, newest first; kept in this browser only. */
export type Recent = { id: string; label: string; href: string; kind: (typeof KINDS)[number] };

/** Ours, and not leading off the site. */
function isRecent(entry: unknown): entry is Recent {
  if (typeof entry !== 'object' || entry === null) return false;
  const { id, label, href, kind } = entry as Record<string, unknown>;
  const texts = typeof id === 'string' && typeof label === 'string' && typeof href === 'string';
  return texts && href.startsWith('/') && !href.startsWith('//') && KINDS.some((known) => known === kind);
}

/** Where each person was led in this browser; forgotten at signing out: the next one is not to read titles here. */
export const recentList = keptList('kenning-recent-', RECENT_MAX, isRecent);
