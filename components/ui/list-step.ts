/** Where an arrow leads in a list of `count`, round and round. Null: the key is no arrow up or down. */
export function steppedRound(key: string, from: number, count: number): number | null {
  if (key === 'ArrowDown') return (from + 1) % count;
  if (key === 'ArrowUp') return (from - 1 + count) % count;
  return null;
}

/** Acts when the pointer was moved: not when a list came to lie, or was scrolled, under one that rests. */
export const whenMoved =
  (act: () => void) =>
  ({ movementX, movementY }: { movementX: number; movementY: number }): void => {
    if (movementX !== 0 || movementY !== 0) act();
  };
