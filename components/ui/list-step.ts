/** Where an arrow leads in a list of `count`, round and round. Null: the key is no arrow up or down. */
export function steppedRound(key: string, from: number, count: number): number | null {
  if (key === 'ArrowDown') return (from + 1) % count;
  if (key === 'ArrowUp') return (from - 1 + count) % count;
  return null;
}
