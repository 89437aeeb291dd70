import { keptList } from '@/components/ui/kept-list';

export const ASKED_MAX = 50;

/** That somebody asked to read what an id may name. Whether there is such a thing is not known here. */
export type Asked = { id: string; at: string };

function isAsked(entry: unknown): entry is Asked {
  if (typeof entry !== 'object' || entry === null) return false;
  const { id, at } = entry as Record<string, unknown>;
  return typeof id === 'string' && typeof at === 'string' && !Number.isNaN(Date.parse(at));
}

/** What each person asked for in this browser; forgotten at signing out, since it is nobody else's business. */
export const askedList = keptList('kenning-asked-', ASKED_MAX, isAsked);

/** When this person asked for it last in this browser; null when they did not, or it was forgotten. */
export function askedAt(personId: string, id: string): string | null {
  return askedList.read(personId).find((entry) => entry.id === id)?.at ?? null;
}
