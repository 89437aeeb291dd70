/** After `G` the letter has to follow within this. */
export const LEADER_MS = 1_500;

export type KeyState = { leaderAt: number | null };
export type KeyCommand = 'help' | 'create' | 'find' | 'back' | 'bar' | `go:${string}`;

const SINGLE = new Map<string, KeyCommand>([
  ['?', 'help'],
  ['c', 'create'],
  ['/', 'find'],
  ['escape', 'back'],
  ['[', 'bar'],
]);

/**
 * What a plain key means, one key at a time.
 * @param key as the browser names it; @param atMs when it was pressed
 * @returns the state for the next key, and the command, if this key completed one
 */
export function onKey(state: KeyState, key: string, atMs: number): { state: KeyState; command: KeyCommand | null } {
  const name = key.toLowerCase();
  const idle: KeyState = { leaderAt: null };
  if (state.leaderAt !== null && atMs - state.leaderAt <= LEADER_MS) {
    return { state: idle, command: /^[a-z,.]$/.test(name) ? `go:${name}` : null };
  }
  if (name === 'g') return { state: { leaderAt: atMs }, command: null };
  return { state: idle, command: SINGLE.get(name) ?? null };
}
