import { keptList } from '@/components/ui/kept-list';

const RECENT_MAX = 12;

/** Whom and what a person mentioned lately, newest first. Ids only: names are asked for anew. */
export type RecentMention = { id: string; kind: 'person' | 'item' };

function isRecent(entry: unknown): entry is RecentMention {
  if (typeof entry !== 'object' || entry === null) return false;
  const { id, kind } = entry as Record<string, unknown>;
  return typeof id === 'string' && (kind === 'person' || kind === 'item');
}

/** What each person mentioned in this browser; forgotten at signing out. */
export const recentMentions = keptList('kenning-mentioned-', RECENT_MAX, isRecent);
