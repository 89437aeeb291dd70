import { expect, test } from 'vitest';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { CaretMoves } from './caret-moves';

const NOAH = { id: 'noah', name: 'Noah', color: '#0062b2' };

/** Noah as Ana hears of him: what he says of his caret, and what he writes. */
function heard() {
  const [doc, noahs] = [new Y.Doc(), new Y.Doc()];
  const states = new Map<number, object>();
  const moves = new CaretMoves({ doc, getStates: () => states } as unknown as Awareness);
  const says = (cursor: object | null) => states.set(noahs.clientID, { user: NOAH, cursor });
  const writes = () => {
    noahs.getText().insert(0, 'n');
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(noahs));
  };
  return { doc, says, writes, namedFor: (now: number) => moves.namedFor('noah', now) };
}

test('CO-O87 whoever has only opened the page is not named at their caret, before they move or write', () => {
  const { says, writes, namedFor } = heard();
  expect(namedFor(0)).toBe(0);
  says({ head: 1 });
  expect(namedFor(1_000)).toBe(0);
  says({ head: 2 });
  expect(namedFor(2_000)).toBe(4_000);
  expect(namedFor(5_000)).toBe(1_000);
  expect(namedFor(9_000)).toBe(0);
  writes();
  expect(namedFor(10_000)).toBe(4_000);
});

test('CO-O88 nobody is named anew for what others write, for what is said again, or for coming back to where they were', () => {
  const { doc, says, namedFor } = heard();
  says({ head: 1 });
  namedFor(0);
  says({ head: 2 });
  namedFor(1_000);
  doc.getText().insert(0, 'of another');
  says({ head: 2 });
  expect(namedFor(6_000)).toBe(0);
  says(null);
  expect(namedFor(7_000)).toBe(0);
  says({ head: 2 });
  expect(namedFor(8_000)).toBe(0);
  says({ head: 3 });
  expect(namedFor(9_000)).toBe(4_000);
});
