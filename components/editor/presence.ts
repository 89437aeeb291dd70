import type { EditorSession } from './session';

/** In what one says of oneself: that one has not been here for a while. */
export const IDLE_FIELD = 'idle';

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

export type Here = Present & {
  /** In every tab of theirs nothing has happened for a while. */
  idle: boolean;
  /** Their tabs. */
  clientIds: number[];
};

const isIdle = (state: unknown): boolean =>
  typeof state === 'object' && state !== null && IDLE_FIELD in state && state[IDLE_FIELD] === true;

/** Everybody who has the page open, each person once, by name; `me` comes first. */
export function peoplePresent(states: Iterable<[number, unknown]>, me: string): Here[] {
  const people = new Map<string, Here>();
  for (const [clientId, state] of states) {
    const person = presentOf(state);
    if (!person) continue;
    const known = people.get(person.id);
    const idle = isIdle(state) && (known?.idle ?? true);
    people.set(person.id, { ...person, idle, clientIds: [...(known?.clientIds ?? []), clientId] });
  }
  return [...people.values()].sort((one, other) => {
    if (one.id === me || other.id === me) return one.id === me ? -1 : 1;
    return one.name.localeCompare(other.name) || one.id.localeCompare(other.id);
  });
}

/** Who has come and who has gone. */
export function comingsAndGoings(before: readonly Present[], now: readonly Present[]) {
  const missing = (from: readonly Present[], among: readonly Present[]) =>
    from.filter(({ id }) => !among.some((other) => other.id === id)).map(({ name }) => name);
  return { came: missing(now, before), went: missing(before, now) };
}

/** A store of `peoplePresent` for useSyncExternalStore: a new list only when the people change. */
export function presenceStore(session: EditorSession, me: string) {
  let people: Here[] = peoplePresent(session.awareness.getStates(), me);
  const refresh = (): boolean => {
    const next = peoplePresent(session.awareness.getStates(), me);
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
