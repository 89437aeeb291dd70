import { describe, expect, test } from 'vitest';
import { CARET_COLORS } from './hue.rules';
import { COLLAB_LIMITS } from './limits';
import { Presence } from './presence';
import { heard, nobody, say } from './presence.testing';

describe('colours of people in one room', () => {
  const [TEAL, INDIGO, GRAPE] = CARET_COLORS as [string, string, string];
  const one = (id: string, color = TEAL) => ({ id, name: id, color });
  const room = () => new Presence(COLLAB_LIMITS, nobody);
  let clock = 0;

  /** Somebody says in a tab that they are there. @param asks for the colour that they had before */
  function comes(presence: Presence, clientId: number, id: string, asks?: string): object {
    const speaker = {};
    clock += 1;
    presence.hear(speaker, one(id), say({ clientId, clock, state: asks ? { user: { color: asks } } : {} }), 0);
    return speaker;
  }

  /** The colours of the tabs, by their numbers. */
  const shown = (presence: Presence) =>
    heard(presence.everybody())
      .sort((one, other) => one.clientId - other.clientId)
      .map(({ state }) => (state as { user: { color: string } }).user.color);

  /** Two processes tell each other what was said in each, at the same moment. */
  function exchange(here: Presence, there: Presence): void {
    const [news, theirs] = [here.takeNews()?.peers ?? [], there.takeNews()?.peers ?? []];
    there.hearPeer('here', news, 0);
    here.hearPeer('there', theirs, 0);
  }

  test('CO-O91 two people who have the same colour elsewhere have two in one room, and all tabs of one person have one', () => {
    const presence = room();
    for (const [clientId, id] of [
      [1, 'zoe'],
      [2, 'ana'],
      [3, 'zoe'],
      [4, 'ana'],
    ] as const)
      comes(presence, clientId, id);
    expect(shown(presence)).toEqual([TEAL, INDIGO, TEAL, INDIGO]);
  });

  test('CO-O92 nobody’s colour changes when others come or go', () => {
    const presence = room();
    const zoe = comes(presence, 1, 'zoe');
    comes(presence, 2, 'ana');
    presence.leave(zoe, 1);
    comes(presence, 2, 'ana');
    comes(presence, 3, 'noah');
    comes(presence, 2, 'ana');
    expect(shown(presence)).toEqual([INDIGO, TEAL]);
  });

  test('CO-O93 eight people have eight colours; of more, as few as possible share one', () => {
    const presence = room();
    for (let id = 1; id <= 8; id += 1) comes(presence, id, `p${id}`);
    expect(new Set(shown(presence)).size).toBe(8);
    for (let id = 9; id <= 16; id += 1) comes(presence, id, `p${id}`);
    for (const color of CARET_COLORS) expect(shown(presence).filter((each) => each === color)).toHaveLength(2);
  });

  test('CO-O94 whoever comes back gets the colour they had, unless another has it or it is none of ours', () => {
    const presence = room();
    comes(presence, 1, 'ana', GRAPE);
    comes(presence, 2, 'noah', GRAPE);
    comes(presence, 3, 'zoe', 'red; background: url(x)');
    comes(presence, 1, 'ana', INDIGO);
    expect(shown(presence)[0]).toBe(GRAPE);
    expect(shown(presence)[1]).not.toBe(GRAPE);
    expect(shown(presence)[2]).toBe(TEAL);
  });

  test('CO-O95 people who got one colour in two processes at once have two as soon as they have spoken again', () => {
    const both = [room(), room()] as const;
    const speak = (here: string, there: string) => {
      comes(both[0], 1, 'ana', here);
      comes(both[1], 2, 'noah', there);
      exchange(...both);
    };
    speak(TEAL, TEAL);
    expect(both.map(shown)).toEqual([
      [TEAL, TEAL],
      [TEAL, TEAL],
    ]);
    speak(TEAL, TEAL);
    expect(both.map(shown)).toEqual([
      [TEAL, INDIGO],
      [TEAL, INDIGO],
    ]);
  });

  test('CO-O96 one person who got two colours in two processes at once has one as soon as they have spoken again', () => {
    const both = [room(), room()] as const;
    for (let round = 0; round < 2; round += 1) {
      comes(both[0], 1, 'ana', GRAPE);
      comes(both[1], 2, 'ana', INDIGO);
      exchange(...both);
    }
    expect(both.map(shown)).toEqual([
      [GRAPE, GRAPE],
      [GRAPE, GRAPE],
    ]);
  });
});
