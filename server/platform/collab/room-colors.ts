import { CARET_COLORS } from './hue.rules';

/** One tab in a room, as far as its colour goes. `color`: null while another is to be chosen for it. */
type Colored = { personId: string; color: string | null; state: string | null };

/** Whether there is a colour that nobody in the room has. */
export function isColorFree(tabs: Iterable<Colored>): boolean {
  const taken = new Set<string | null>();
  for (const { color, state } of tabs) if (state !== null) taken.add(color);
  return CARET_COLORS.some((color) => !taken.has(color));
}

/**
 * The colour for somebody who comes into a room: that of their other tabs, or `wanted`, or the next in order that nobody
 * has. When all are given away, one that as few as possible have.
 */
export function colorInRoom(personId: string, wanted: string, tabs: Iterable<Colored>): string {
  const tabsIn = new Map<string, number>();
  for (const tab of tabs) {
    if (tab.state === null || tab.color === null) continue;
    if (tab.personId === personId) return tab.color;
    tabsIn.set(tab.color, (tabsIn.get(tab.color) ?? 0) + 1);
  }
  const after = CARET_COLORS.indexOf(wanted) + 1;
  const others = [...CARET_COLORS.slice(after), ...CARET_COLORS.slice(0, after)];
  const count = (color: string) => tabsIn.get(color) ?? 0;
  return others.reduce((best, color) => (count(color) < count(best) ? color : best), wanted);
}

/** The colour in which a state says that its person is shown; undefined when it says none. */
export function colorIn(state: unknown): string | undefined {
  if (typeof state !== 'object' || state === null || !('user' in state)) return undefined;
  const { user } = state;
  if (typeof user !== 'object' || user === null || !('color' in user)) return undefined;
  return typeof user.color === 'string' ? user.color : undefined;
}
