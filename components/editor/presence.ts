import type { EditorSession } from './session';

export type Present = { id: string; name: string; color: string };

const COLOR = /^#[0-9a-f]{6}$/i;
export const FALLBACK_COLOR = '#027072';

/** A person as the server stamped them on a presence; null for a presence that carries none. */
export function presentOf(state: unknown): Present | null {
  if (typeof state !== 'object' || state === null || !('user' in state)) return null;
  const { user } = state;
  if (typeof user !== 'object' || user === null) return null;
  const { id, name, color } = user as Record<string, unknown>;
  if (typeof id !== 'string' || typeof name !== 'string') return null;
  return { id, name, color: typeof color === 'string' && COLOR.test(color) ? color : FALLBACK_COLOR };
}

/** Everybody who has the page open, each person once, by name; `me` comes first. */
export function peoplePresent(states: Iterable<unknown>, me: string): Present[] {
  const people = new Map<string, Present>();
  for (const state of states) {
    const person = presentOf(state);
    if (person) people.set(person.id, person);
  }
  return [...people.values()].sort((one, other) => {
    if (one.id === me || other.id === me) return one.id === me ? -1 : 1;
    return one.name.localeCompare(other.name) || one.id.localeCompare(other.id);
  });
}

/** A store of `peoplePresent` for useSyncExternalStore: a new list only when the people change. */
export function presenceStore(session: EditorSession, me: string) {
  let people: Present[] = peoplePresent(session.awareness.getStates().values(), me);
  const refresh = (): boolean => {
    const next = peoplePresent(session.awareness.getStates().values(), me);
    if (JSON.stringify(next) === JSON.stringify(people)) return false;
    people = next;
    return true;
  };
  return {
    get: () => people,
    subscribe: (listener: () => void) => {
      const onChange = () => {
        if (refresh()) listener();
      };
      session.awareness.on('change', onChange);
      onChange();
      return () => session.awareness.off('change', onChange);
    },
  };
}
