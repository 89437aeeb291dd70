import { browserStorage, forgetStored } from '@/components/ui/browser-storage';

export const ASKED_MAX = 50;
const STORE_PREFIX = 'kenning-asked-';

/** That somebody asked to read what an id may name. Whether there is such a thing is not known here. */
export type Asked = { id: string; at: string };

/** Puts the newest first, once for each id. */
export function withAsked(list: readonly Asked[], entry: Asked): Asked[] {
  return [entry, ...list.filter((other) => other.id !== entry.id)].slice(0, ASKED_MAX);
}

/** What was stored, without whatever is not ours. */
export function parseAsked(text: string | null): Asked[] {
  if (!text) return [];
  try {
    const found: unknown = JSON.parse(text);
    return Array.isArray(found) ? found.filter(isAsked).slice(0, ASKED_MAX) : [];
  } catch {
    return [];
  }
}

function isAsked(entry: unknown): entry is Asked {
  if (typeof entry !== 'object' || entry === null) return false;
  const { id, at } = entry as Record<string, unknown>;
  return typeof id === 'string' && typeof at === 'string' && !Number.isNaN(Date.parse(at));
}

/** When this person asked for it last in this browser; null when they did not, or it was forgotten. */
export function askedAt(personId: string, id: string): string | null {
  return readAsked(personId).find((entry) => entry.id === id)?.at ?? null;
}

/** Keeps that they asked. A browser whose storage is full goes without: the request was sent all the same. */
export function rememberAsked(personId: string, entry: Asked): void {
  try {
    browserStorage()?.setItem(STORE_PREFIX + personId, JSON.stringify(withAsked(readAsked(personId), entry)));
  } catch {
    // Full: nothing to do and nothing to say.
  }
}

/** At signing out: it is nobody else's business at this machine. */
export const forgetAsked = (): void => forgetStored(STORE_PREFIX);

function readAsked(personId: string): Asked[] {
  return parseAsked(browserStorage()?.getItem(STORE_PREFIX + personId) ?? null);
}
