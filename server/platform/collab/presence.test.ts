import { describe, expect, test } from 'vitest';
import { COLLAB_LIMITS } from './limits';
import { Presence } from './presence';
import { heard, nobody, say } from './presence.testing';

const ANA = { id: 'ana', name: 'Ana', color: '#123' };
const NOAH = { id: 'noah', name: 'Noah', color: '#456' };

type HearArguments = Parameters<Presence['hear']>;

/** What everybody is told when this is said. */
function hear(presence: Presence, ...said: HearArguments): Uint8Array | null {
  presence.hear(...said);
  return presence.takeNews()?.everybody ?? null;
}

function leave(presence: Presence, speaker: object, nowMs: number): Uint8Array | null {
  presence.leave(speaker, nowMs);
  return presence.takeNews()?.everybody ?? null;
}

function expire(presence: Presence, nowMs: number): Uint8Array | null {
  presence.expire(nowMs);
  return presence.takeNews()?.everybody ?? null;
}

describe('presence', () => {
  const limits = COLLAB_LIMITS;

  test('CO-P1 the person is stamped over what a client claims', () => {
    const presence = new Presence(limits, nobody);
    const message = hear(presence, {}, ANA, say({ clientId: 1, clock: 1, state: { user: NOAH, cursor: 3 } }), 0);
    expect(heard(message)).toEqual([{ clientId: 1, clock: 1, state: { user: ANA, cursor: 3 } }]);
    expect(heard(presence.everybody())).toEqual(heard(message));
  });

  test('CO-P8 a message about more people than a room holds is none', () => {
    const presence = new Presence({ ...limits, presenceStatesPerMessageMax: 2 }, nobody);
    const people = [1, 2, 3].map((clientId) => ({ clientId, clock: 1, state: {} }));
    expect(hear(presence, {}, ANA, say(...people.slice(1)), 0)).not.toBeNull();
    expect(() => hear(presence, {}, ANA, say(...people), 0)).toThrow();
  });

  test('CO-P2 another person’s presence is passed over, newer or empty', () => {
    const presence = new Presence(limits, nobody);
    hear(presence, {}, ANA, say({ clientId: 1, clock: 1, state: {} }), 0);
    expect(hear(presence, {}, NOAH, say({ clientId: 1, clock: 9, state: {} }), 0)).toBeNull();
    expect(hear(presence, {}, NOAH, say({ clientId: 1, clock: 9, state: null }), 0)).toBeNull();
  });

  test('CO-H23 whoever says something newer of somebody else forges it, by what is written or where they speak for themselves', () => {
    const newer = say({ clientId: 1, clock: 5, state: {} });
    const away = say({ clientId: 1, clock: 5, state: null });
    const echo = say({ clientId: 1, clock: 4, state: {} });
    const written = new Presence(limits, (client) => (client === 1 ? 'ana' : undefined));
    written.hear({}, ANA, say({ clientId: 1, clock: 4, state: {} }), 0);
    for (const late of [echo, away]) expect(written.hear({}, NOAH, late, 0)).toBe(true);
    expect(written.hear({}, NOAH, newer, 0)).toBe(false);
    expect(heard(written.everybody())).toMatchObject([{ clientId: 1, clock: 4, state: { user: ANA } }]);
    const presence = new Presence(limits, nobody);
    const noah = {};
    presence.hear({}, ANA, say({ clientId: 1, clock: 4, state: {} }), 0);
    presence.hear(noah, NOAH, say({ clientId: 2, clock: 1, state: {} }), 0);
    expect(presence.hear(noah, NOAH, newer, 0)).toBe(false);
  });

  test('CO-H23 whoever comes back is no forger because somebody took the name of their client meanwhile', () => {
    const presence = new Presence(limits, nobody);
    presence.hear({}, NOAH, say({ clientId: 1, clock: 4, state: {} }), 0);
    expect(presence.hear({}, ANA, say({ clientId: 1, clock: 5, state: {} }), 0)).toBe(true);
    const written = new Presence(limits, () => 'ana');
    expect(written.hear({}, NOAH, say({ clientId: 1, clock: 4, state: {} }), 0)).toBe(true);
    expect(heard(written.everybody())).toEqual([]);
    expect(written.hear({}, ANA, say({ clientId: 1, clock: 5, state: {} }), 0)).toBe(true);
    expect(heard(written.everybody())).toMatchObject([{ clientId: 1, state: { user: ANA } }]);
    let author: string | undefined;
    const read = new Presence(limits, () => author);
    read.hear({}, NOAH, say({ clientId: 1, clock: 4, state: {} }), 0);
    author = 'ana';
    expect(read.hear({}, ANA, say({ clientId: 1, clock: 5, state: {} }), 0)).toBe(true);
    expect(heard(read.everybody())).toMatchObject([{ clientId: 1, clock: 5, state: { user: ANA } }]);
  });

  test('CO-P3 an echo of somebody who has left does not bring them back as somebody else', () => {
    const presence = new Presence(limits, nobody);
    const ana = {};
    hear(presence, ana, ANA, say({ clientId: 1, clock: 4, state: {} }), 0);
    expect(heard(leave(presence, ana, 1))).toEqual([{ clientId: 1, clock: 4, state: null }]);
    expect(hear(presence, {}, NOAH, say({ clientId: 1, clock: 4, state: {} }), 2)).toBeNull();
    expect(hear(presence, {}, ANA, say({ clientId: 1, clock: 4, state: {} }), 2)).toBeNull();
    expect(heard(hear(presence, {}, ANA, say({ clientId: 1, clock: 5, state: {} }), 3))).toHaveLength(1);
  });

  test('CO-P4 the same person’s new connection takes over from the one that is dying', () => {
    const presence = new Presence(limits, nobody);
    const before = {};
    const now = {};
    hear(presence, before, ANA, say({ clientId: 1, clock: 1, state: {} }), 0);
    hear(presence, now, ANA, say({ clientId: 1, clock: 2, state: {} }), 1);
    expect(leave(presence, before, 2)).toBeNull();
    expect(heard(leave(presence, now, 3))).toHaveLength(1);
  });

  test('CO-P5 a connection speaks for a few client ids, with states of bounded size', () => {
    const presence = new Presence({ ...limits, presenceClientsPerConnectionMax: 2, presenceStateBytesMax: 50 }, nobody);
    const ana = {};
    const ids = [1, 2, 3].map((clientId) => ({ clientId, clock: 1, state: {} }));
    expect(heard(hear(presence, ana, ANA, say(...ids), 0)).map((one) => one.clientId)).toEqual([1, 2]);
    expect(hear(presence, {}, NOAH, say({ clientId: 9, clock: 1, state: { text: 'x'.repeat(60) } }), 0)).toBeNull();
  });

  test('CO-X51 a letter of several bytes counts as many', () => {
    const presence = new Presence({ ...limits, presenceStateBytesMax: 50 }, nobody);
    const of = (text: string) => hear(presence, {}, NOAH, say({ clientId: 9, clock: 1, state: { text } }), 0);
    expect(of('字'.repeat(20))).toBeNull();
    expect(of('字'.repeat(10))).not.toBeNull();
  });

  test('CO-P6 who was not heard of for long is dropped, and forgotten after a while', () => {
    const presence = new Presence({ ...limits, presenceExpiryMs: 100, presenceMemoryMs: 1_000 }, nobody);
    hear(presence, {}, ANA, say({ clientId: 1, clock: 3, state: {} }), 0);
    expect(expire(presence, 100)).toBeNull();
    expect(heard(expire(presence, 101))).toEqual([{ clientId: 1, clock: 3, state: null }]);
    expect(heard(presence.everybody())).toEqual([]);
    expire(presence, 1_102);
    expect(heard(hear(presence, {}, NOAH, say({ clientId: 1, clock: 1, state: {} }), 1_103))).toHaveLength(1);
  });

  test('CO-P7 a state that is not an object, or no JSON, is malformed', () => {
    const presence = new Presence(limits, nobody);
    expect(() => hear(presence, {}, ANA, say({ clientId: 1, clock: 1, state: [1] }), 0)).toThrow();
    expect(() => hear(presence, {}, ANA, new Uint8Array([1, 1, 1, 1, 65]), 0)).toThrow();
  });
});

describe('presence of other processes', () => {
  const limits = COLLAB_LIMITS;
  const person = (id: string) => JSON.stringify({ user: { id } });
  const ana = (clock: number, state: string | null = person('ana')) => ({ clientId: 1, clock, personId: 'ana', state });

  test('CO-R17 another process is told of our own connections alone, of their departure too', () => {
    const presence = new Presence(limits, nobody);
    const noah = {};
    presence.hearPeer('there', [ana(1)], 0);
    presence.hear(noah, NOAH, say({ clientId: 2, clock: 1, state: {} }), 0);
    const news = presence.takeNews();
    expect(heard(news?.everybody ?? null).map(({ clientId }) => clientId)).toEqual([1, 2]);
    expect(news?.peers.map(({ clientId, personId }) => [clientId, personId])).toEqual([[2, 'noah']]);
    expect(presence.own().map(({ clientId }) => clientId)).toEqual([2]);
    presence.leave(noah, 1);
    expect(presence.takeNews()?.peers).toEqual([{ clientId: 2, clock: 1, personId: 'noah', state: null }]);
    expect(presence.own()).toEqual([]);
  });

  test('CO-R18 a process ends only what it holds itself, and nobody else’s connection ends what it holds', () => {
    const presence = new Presence(limits, nobody);
    presence.hearPeer('there', [ana(4)], 0);
    presence.takeNews();
    presence.hearPeer('elsewhere', [ana(9, null)], 1);
    expect(hear(presence, {}, ANA, say({ clientId: 1, clock: 9, state: null }), 1)).toBeNull();
    // She has moved here: what the first process says late is too late.
    hear(presence, {}, ANA, say({ clientId: 1, clock: 5, state: {} }), 2);
    presence.hearPeer('there', [ana(5, null)], 3);
    presence.hearPeer('there', [ana(5)], 3);
    expect(presence.takeNews()).toBeNull();
    expect(presence.own()).toHaveLength(1);
    // And back again: it is theirs, so that her connection here ends nothing.
    presence.hearPeer('there', [ana(6)], 4);
    expect(presence.own()).toEqual([]);
    presence.hearPeer('there', [ana(6, null)], 5);
    expect(heard(presence.everybody())).toEqual([]);
  });

  test('CO-R19 nobody becomes somebody else by another process, and there are only so many', () => {
    const presence = new Presence({ ...limits, presenceStatesPerMessageMax: 2 }, nobody);
    hear(presence, {}, NOAH, say({ clientId: 1, clock: 1, state: {} }), 0);
    presence.hearPeer('there', [ana(9), { ...ana(1), clientId: 2 }, { ...ana(1), clientId: 3 }], 1);
    expect(heard(presence.everybody()).map(({ clientId }) => clientId)).toEqual([1, 2]);
    expect(presence.own().map(({ personId }) => personId)).toEqual(['noah']);
  });

  test('CO-R20 of whom another process says nothing more for long is dropped; what it repeats is a sign of life', () => {
    const presence = new Presence({ ...limits, presenceExpiryMs: 100 }, nobody);
    presence.hearPeer('there', [ana(1), { ...ana(1), clientId: 2 }], 0);
    presence.takeNews();
    presence.hearPeer('there', [ana(1)], 80);
    expect(presence.takeNews()).toBeNull();
    presence.expire(150);
    const news = presence.takeNews();
    expect(heard(news?.everybody ?? null)).toEqual([{ clientId: 2, clock: 1, state: null }]);
    expect(news?.peers).toEqual([]);
  });

  test('CO-X53 whoever asks again and again who is here is answered with the same bytes, until somebody comes, moves or leaves', () => {
    const presence = new Presence({ ...limits, presenceExpiryMs: 100 }, nobody);
    const ana = {};
    const steps = [
      () => presence.hear(ana, ANA, say({ clientId: 1, clock: 1, state: { cursor: 1 } }), 0),
      () => presence.hear(ana, ANA, say({ clientId: 1, clock: 2, state: { cursor: 2 } }), 0),
      () => presence.hear({}, NOAH, say({ clientId: 2, clock: 1, state: {} }), 0),
      () => presence.leave(ana, 0),
      () => presence.hearPeer('other', [{ clientId: 3, clock: 1, personId: 'zoe', state: '{}' }], 90),
      () => presence.expire(101),
    ];
    const told = steps.map((step) => {
      const before = presence.everybody();
      step();
      const after = presence.everybody();
      expect(after).not.toBe(before);
      expect(presence.everybody()).toBe(after);
      return heard(after).map(({ clientId, clock }) => [clientId, clock]);
    });
    expect(told).toEqual([
      [[1, 1]],
      [[1, 2]],
      [
        [1, 2],
        [2, 1],
      ],
      [[2, 1]],
      [
        [2, 1],
        [3, 1],
      ],
      [[3, 1]],
    ]);
  });

  test('CO-X52 whoever comes again and again is remembered within bounds, and keeps nobody else out', () => {
    const presence = new Presence({ ...limits, presenceStatesPerMessageMax: 4 }, nobody);
    const state = { cursor: 1 };
    hear(presence, {}, ANA, say({ clientId: 1, clock: 1, state }), 0);
    for (let clientId = 10; clientId < 20; clientId += 1) {
      const speaker = {};
      hear(presence, speaker, NOAH, say({ clientId, clock: 1, state }), clientId);
      expect(heard(leave(presence, speaker, clientId))).toEqual([{ clientId, clock: 1, state: null }]);
    }
    expect(presence.personOf(16)).toBeUndefined();
    expect([17, 18, 19].map((clientId) => presence.personOf(clientId))).toEqual(['noah', 'noah', 'noah']);
    presence.hearPeer('other', [{ clientId: 2, clock: 1, personId: 'zoe', state: '{}' }], 20);
    expect(heard(presence.everybody()).map(({ clientId }) => clientId)).toEqual([1, 2]);
  });
});
