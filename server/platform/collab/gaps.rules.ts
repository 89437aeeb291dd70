import { align } from './alignment.rules';

/** Whether nothing, or a blank, stands there. */
export const isBlank = (words: string, at: number): boolean => words.charAt(at).trim() === '';

/** Where in a later version of a text something belongs: at a place from one letter to another, between which it had so many blanks before. */
type Gap = { from: number; place: number; end: number; blanks: number };

/**
 * Where in a text something unseen stands: between the letters that were seen before and behind it, as far as those are
 * still there. Blanks tell nothing: there may be one more or less of them.
 */
export function gapsOf(seen: string, words: string): (seenBefore: number) => Gap {
  const { kept, places } = align(seen, words);
  const isFast = (at: number) => kept[at] === true && !isBlank(seen, at);
  const begins = [0];
  const ends = Array.from({ length: seen.length + 1 }, () => words.length);
  for (let at = 0; at < seen.length; at += 1) begins.push((isFast(at) ? places[at + 1] : begins[at]) as number);
  for (let at = seen.length - 1; at >= 0; at -= 1) {
    ends[at] = isFast(at) ? (places[at + 1] as number) - 1 : (ends[at + 1] as number);
  }
  const blanksAt = (at: number): number => {
    let [from, end] = [at, at];
    while (from > 0 && isBlank(seen, from - 1)) from -= 1;
    while (end < seen.length && isBlank(seen, end)) end += 1;
    return end - from;
  };
  return (at) => ({
    from: begins[at] ?? 0,
    place: places[at] ?? words.length,
    end: ends[at] ?? words.length,
    blanks: blanksAt(at),
  });
}
