/** What happened to a person's keeping of an item: they came to keep it, were removed on purpose, or left and it went. */
export type Keeping = 'gained' | 'removed' | 'taken';

/**
 * KN-H5: whether an item is still to be given back to who left: it was taken and never came back since, by itself or on
 * purpose, however often they left and returned meanwhile. What they were removed from before it was taken, as an author
 * may be, was not theirs to lose.
 * @param history oldest first
 */
export function isOwed(history: readonly Keeping[]): boolean {
  if (history.at(-1) !== 'taken') return false;
  return history.findLast((what) => what !== 'taken') !== 'removed';
}
