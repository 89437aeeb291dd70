import { isSame } from './dirty';

type Rebased<V> = {
  /** What was typed, over what the record is now. */
  value: V;
  /** What somebody else changed meanwhile. */
  theirs: (keyof V & string)[];
  /** What both changed, each otherwise: here the typed one stands. */
  both: (keyof V & string)[];
};

/**
 * Lays what somebody typed over a record that has moved: a field they left alone is as it is now, one they changed stays
 * theirs. @param before the record as they found it
 */
export function rebased<V extends Record<string, unknown>>(before: V, mine: V, now: V): Rebased<V> {
  const keys = Object.keys(now) as (keyof V & string)[];
  const isMine = (key: keyof V) => !isSame(mine[key], before[key]);
  const theirs = keys.filter((key) => !isSame(now[key], before[key]));
  return {
    value: { ...now, ...Object.fromEntries(keys.filter(isMine).map((key) => [key, mine[key]])) },
    theirs,
    both: theirs.filter((key) => isMine(key) && !isSame(mine[key], now[key])),
  };
}
