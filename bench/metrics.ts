/**
 * How good a ranking is, judged by what people called relevant. Each is null where nothing relevant is known: no order is
 * right or wrong then.
 */

/** What was judged, by id: the higher, the more relevant; 0 or absent is not relevant. */
export type Grades = ReadonlyMap<string, number>;

const relevant = (grades: Grades): number[] => [...grades.values()].filter((grade) => grade > 0);

/** Gain as it was judged (linear, not 2^grade - 1), divided by log2 of the place after the hit's. */
function discounted(gains: readonly number[]): number {
  return gains.reduce((sum, gain, index) => sum + gain / Math.log2(index + 2), 0);
}

/**
 * nDCG@depth (Järvelin and Kekäläinen 2002): the discounted gain of the first hits, as a share of that of the best order
 * there is. The best order is one of all that was judged, not of what was found.
 */
export function ndcg(ranked: readonly string[], grades: Grades, depth: number): number | null {
  const ideal = relevant(grades).sort((one, other) => other - one);
  if (ideal.length === 0) return null;
  const gains = ranked.slice(0, depth).map((id) => grades.get(id) ?? 0);
  return discounted(gains) / discounted(ideal.slice(0, depth));
}

/** One by the place of the first relevant hit; 0 where the first `depth` have none. Its mean is MRR@depth. */
export function reciprocalRank(ranked: readonly string[], grades: Grades, depth: number): number | null {
  if (relevant(grades).length === 0) return null;
  const at = ranked.slice(0, depth).findIndex((id) => (grades.get(id) ?? 0) > 0);
  return at < 0 ? 0 : 1 / (at + 1);
}

/** How much of all that is relevant is among the first `depth`. */
export function recall(ranked: readonly string[], grades: Grades, depth: number): number | null {
  const all = relevant(grades).length;
  if (all === 0) return null;
  return ranked.slice(0, depth).filter((id) => (grades.get(id) ?? 0) > 0).length / all;
}

/** Over the questions that have a number; null where none has. */
export function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
