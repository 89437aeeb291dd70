import { describe, expect, test } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import { encodePeerFrame, type PeerFrame, readPeerFrame } from './fan-out.frame';
import { COLLAB_LIMITS } from './limits';

const { fanOutFrameBytesMax, whoIsInDocumentsMax, whoIsInPeopleMax } = COLLAB_LIMITS;
const KEY = Buffer.from('of this installation');
const name = fc.string({ minLength: 1, maxLength: 64 });
const count = fc.nat({ max: 2 ** 31 });
const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 });

const committed = fc.record({
  kind: fc.constant('committed' as const),
  stretch: fc
    .record({
      previousSeq: fc.bigInt(0n, 2n ** 62n),
      more: fc.bigInt(1n, 2n ** 40n),
      count: count.filter((n) => n > 0),
      change: fc.option(bytes, { nil: null }),
      authors: fc.array(fc.tuple(count, name), { maxLength: 4 }),
    })
    .map(({ more, ...one }) => ({ ...one, lastSeq: one.previousSeq + more })),
});
const person = fc
  .record({ clientId: count, clock: count, personId: name, caret: fc.jsonValue(), gone: fc.boolean() })
  .map(({ caret, gone, ...one }) => ({
    ...one,
    state: gone ? null : JSON.stringify({ caret, user: { id: one.personId, name: 'Ana' } }),
  }));
const names = fc.array(name, { minLength: 1, maxLength: 5 });
const open = fc.array(fc.tuple(name, names), { minLength: 1, maxLength: 5 }).map((entries) => new Map(entries));
const message: fc.Arbitrary<PeerFrame['message']> = fc.oneof(
  committed,
  fc.record({ kind: fc.constant('presence' as const), people: fc.array(person, { maxLength: 5 }) }),
  fc.record({ kind: fc.constant('whoIsHere' as const) }),
  fc.record({ kind: fc.constant('whoIsIn' as const), documentIds: names }),
  fc.record({ kind: fc.constant('areIn' as const), open }),
);
const frame: fc.Arbitrary<PeerFrame> = fc.record({ origin: name, about: name, message });

describe('what processes tell each other', () => {
  test('CO-R25 a frame is read as it was written', () => {
    fc.assert(
      fc.property(frame, (one) => {
        expect(readPeerFrame(encodePeerFrame(one, KEY), KEY)).toEqual(one);
      }),
    );
  });

  test('CO-R26 with another key, with any byte changed, cut short or random it is not of this installation', () => {
    const other = Buffer.from('of another installation');
    fc.assert(
      fc.property(frame, fc.nat(), fc.integer({ min: 1, max: 255 }), (one, at, change) => {
        const written = encodePeerFrame(one, KEY);
        expect(readPeerFrame(written, other)).toBeNull();
        expect(readPeerFrame(written.subarray(0, at % written.length), KEY)).toBeNull();
        const changed = Buffer.from(written);
        changed[at % written.length] = (written[at % written.length] ?? 0) ^ change;
        expect(readPeerFrame(changed, KEY)).toBeNull();
      }),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (random) => readPeerFrame(random, KEY) === null));
  });

  test('CO-E71 the longest answer goes in one frame', () => {
    const id = 'x'.repeat(25);
    const ids = (count: number) => Array.from({ length: count }, (_, at) => `${id}${at}`);
    const open = new Map(ids(whoIsInDocumentsMax).map((one) => [one, ids(whoIsInPeopleMax)]));
    const frame = encodePeerFrame({ origin: id, about: id, message: { kind: 'areIn', open } }, KEY);
    expect(frame.length).toBeLessThan(fanOutFrameBytesMax);
    expect(readPeerFrame(frame, KEY)?.message).toEqual({ kind: 'areIn', open });
  });

  test.each<[string, PeerFrame]>([
    ['no document', { origin: 'o', about: '', message: { kind: 'whoIsHere' } }],
    ['a stretch that ends before it begins', stretchFrame(5n, 5n, 1)],
    ['a stretch of no updates', stretchFrame(5n, 6n, 0)],
    ['a state that is not of the person', presenceFrame('ana', JSON.stringify({ user: { id: 'noah' } }))],
    ['a state that nobody stamped', presenceFrame('ana', '{"caret":3}')],
    ['a state that is no JSON', presenceFrame('ana', 'caret')],
    ['a question about nothing', askedFrame(0)],
    ['a question about more than are asked for', askedFrame(whoIsInDocumentsMax + 1)],
    ['an answer that names nobody', openFrame(1, 0)],
    ['an answer about more than are asked for', openFrame(whoIsInDocumentsMax + 1, 1)],
    ['an answer that names more people than are told of', openFrame(1, whoIsInPeopleMax + 1)],
  ])('CO-R27 sealed, but of no form that this version knows: %s', (_what, one) => {
    expect(() => readPeerFrame(encodePeerFrame(one, KEY), KEY)).toThrow();
  });
});

const idsOf = (count: number) => Array.from({ length: count }, (_, at) => `id${at}`);

function askedFrame(documents: number): PeerFrame {
  return { origin: 'o', about: 'q', message: { kind: 'whoIsIn', documentIds: idsOf(documents) } };
}

function openFrame(documents: number, people: number): PeerFrame {
  const open = new Map(idsOf(documents).map((id) => [id, idsOf(people)]));
  return { origin: 'o', about: 'q', message: { kind: 'areIn', open } };
}

function stretchFrame(previousSeq: bigint, lastSeq: bigint, updates: number): PeerFrame {
  const stretch = { previousSeq, lastSeq, count: updates, change: null, authors: [] };
  return { origin: 'o', about: 'd', message: { kind: 'committed', stretch } };
}

function presenceFrame(personId: string, state: string): PeerFrame {
  return {
    origin: 'o',
    about: 'd',
    message: { kind: 'presence', people: [{ clientId: 1, clock: 1, personId, state }] },
  };
}
