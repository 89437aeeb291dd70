import { expect, test } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import type { Connection } from './connection';
import { PIECE_BYTES } from './holdings';
import { rangesOf } from './id-ranges.rules';
import { Inbox } from './inbox';
import type { Said } from './sayings';

const LIMITS = {
  turnMax: 10,
  turnBytesMax: 100,
  turnConnectionBytesMax: 40,
  inboxMax: 1_000,
  inboxConnectionBytesMax: 10_000,
};
const connections = [0, 1, 2].map((who) => ({ who }) as unknown as Connection);
type Word = { who: number; bytes: number; kind: 'update' | 'ask' };

const saidOf = (words: readonly Word[]): Said[] =>
  words.map(({ who, bytes, kind }, counter) => {
    const from = connections[who] as Connection;
    return kind === 'ask'
      ? { kind, from, counter }
      : { kind, from, bytes: new Uint8Array(bytes), introduces: false, ofWhole: null };
  });
const sizeOf = (said: readonly Said[]) =>
  said.reduce((sum, one) => sum + (one.kind === 'update' ? one.bytes.length : 0), 0);
const inboxOf = (said: readonly Said[]) => {
  const inbox = new Inbox(LIMITS);
  for (const one of said) inbox.put(one);
  return inbox;
};
const word = fc.record({ who: fc.nat(2), bytes: fc.nat(60), kind: fc.constantFrom('update' as const, 'ask' as const) });

test('CO-D52: all that was said is taken once, by each in its order, and no turn is too long', () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 60 }), (words) => {
      const said = saidOf(words);
      const inbox = inboxOf(said);
      const taken: Said[] = [];
      while (inbox.length > 0) {
        const turn = inbox.take();
        expect(turn.length).toBeGreaterThan(0);
        expect(turn.length).toBeLessThanOrEqual(LIMITS.turnMax);
        if (turn.length > 1) expect(sizeOf(turn)).toBeLessThanOrEqual(LIMITS.turnBytesMax);
        taken.push(...turn);
      }
      const by = (all: readonly Said[], from: Connection) => all.filter((one) => one.from === from);
      for (const from of connections) expect(by(taken, from)).toEqual(by(said, from));
    }),
  );
});

test('CO-D52: a heap gets on in every turn, however much the others say', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 20 }),
      fc.nat(60),
      (heap, word) => {
        const inbox = inboxOf(saidOf(heap.map((bytes) => ({ who: 0, bytes, kind: 'update' }))));
        for (let turn = 0; turn < heap.length; turn += 1) {
          for (const one of saidOf([
            { who: 1, bytes: word, kind: 'update' },
            { who: 2, bytes: 0, kind: 'ask' },
          ])) {
            inbox.put(one);
          }
          inbox.take();
        }
        while (inbox.length > 2) inbox.take();
        expect(inbox.length).toBeLessThanOrEqual(2);
      },
    ),
  );
  const inbox = inboxOf(saidOf([{ who: 0, bytes: 60, kind: 'update' }]));
  for (let turn = 0; turn < 100 && inbox.length > 0; turn += 1) {
    for (const one of saidOf([{ who: 1, bytes: 30, kind: 'update' }])) inbox.put(one);
    if (inbox.take().some(({ from }) => from === connections[0])) return;
  }
  throw new Error('The heap was never taken.');
});

test('CO-D53: who says more than can wait goes, and what it said goes with it', () => {
  const changes: number[] = [];
  const inbox = new Inbox({ ...LIMITS, inboxMax: 5, inboxConnectionBytesMax: 100 }, (_from, bytes) =>
    changes.push(bytes),
  );
  const [ana, bo] = connections as [Connection, Connection];
  const said = saidOf([60, 50, 30].map((bytes) => ({ who: 0, bytes, kind: 'update' as const })));
  expect(said.map((one) => inbox.put(one))).toEqual([null, ana, null]);
  // Many small ones: not whoever speaks last goes, but who has said most.
  for (const one of saidOf(Array.from({ length: 3 }, () => ({ who: 1, bytes: 1, kind: 'update' as const })))) {
    expect(inbox.put(one)).toBeNull();
  }
  const [last] = saidOf([{ who: 2, bytes: 1, kind: 'update' }]);
  expect(inbox.put(last as Said)).toBe(bo);
  inbox.forget(bo);
  expect(inbox.length).toBe(3);
  inbox.forget(ana);
  inbox.clear();
  expect(inbox.length).toBe(0);
  expect(changes.reduce((sum, bytes) => sum + bytes, 0)).toBe(0);
});

test('CO-D52: who said little is taken before who said much, whoever came first', () => {
  const heap = Array.from({ length: 30 }, (): Word => ({ who: 0, bytes: 30, kind: 'update' }));
  const inbox = inboxOf(saidOf([...heap, { who: 1, bytes: 5, kind: 'update' }, { who: 1, bytes: 0, kind: 'ask' }]));
  const turn = inbox.take();
  expect(turn.filter(({ from }) => from === connections[1])).toHaveLength(2);
  expect(turn.filter(({ from }) => from === connections[0])).toHaveLength(1);
  expect(inbox.length).toBe(29);
});

test('CO-D52: what has to wait again stands before what was said after it', () => {
  const said = saidOf([1, 2, 3, 4].map((bytes) => ({ who: 0, bytes, kind: 'update' as const })));
  const inbox = inboxOf(said.slice(0, 2));
  const turn = inbox.take();
  for (const one of said.slice(2)) inbox.put(one);
  inbox.putBack(turn);
  expect(inbox.hasUpdate).toBe(true);
  expect(inbox.take()).toEqual(said);
  expect(inbox.hasUpdate).toBe(false);
});

test('CO-D92: what is kept of a whole update is held with its slices', () => {
  const heldBytes: number[] = [];
  const inbox = new Inbox(LIMITS, (_from, bytes) => heldBytes.push(bytes));
  const ofWhole = { named: rangesOf([]), brought: rangesOf([]), heldBytes: 500 };
  for (const one of saidOf([{ who: 0, bytes: 60, kind: 'update' }])) inbox.put({ ...one, ofWhole } as Said);
  expect(heldBytes).toEqual([60 + PIECE_BYTES + 500]);
  inbox.clear();
  expect(heldBytes.reduce((sum, bytes) => sum + bytes, 0)).toBe(0);
});
