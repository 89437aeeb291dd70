import { browserStorage, forgetStored, store } from './browser-storage';

export type KeptList<Entry> = {
  /** Puts the newest first, once for each id, and keeps as many as the list holds. */
  withNewest: (list: readonly Entry[], entry: Entry) => Entry[];
  /** What was stored, without whatever is not ours. */
  parse: (text: string | null) => Entry[];
  /** What this browser keeps for a person, newest first. */
  read: (personId: string) => Entry[];
  /** Keeps one more for a person. */
  keep: (personId: string, entry: Entry) => void;
  /** Forgets what is kept for anybody. */
  forget: () => void;
};

/**
 * A short list that this browser keeps for each person.
 * @param prefix of the names that it is stored under
 * @param max how many entries it holds
 * @param isEntry tells what may have been stored by us
 */
export function keptList<Entry extends { id: string }>(
  prefix: string,
  max: number,
  isEntry: (value: unknown) => value is Entry,
): KeptList<Entry> {
  const withNewest = (list: readonly Entry[], entry: Entry) =>
    [entry, ...list.filter((other) => other.id !== entry.id)].slice(0, max);
  const parse = (text: string | null): Entry[] => {
    if (!text) return [];
    try {
      const found: unknown = JSON.parse(text);
      return Array.isArray(found) ? found.filter(isEntry).slice(0, max) : [];
    } catch {
      return [];
    }
  };
  const read = (personId: string) => parse(browserStorage()?.getItem(prefix + personId) ?? null);
  return {
    withNewest,
    parse,
    read,
    keep: (personId, entry) => store(prefix + personId, JSON.stringify(withNewest(read(personId), entry))),
    forget: () => forgetStored(prefix),
  };
}
