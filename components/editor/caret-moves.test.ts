import { expect, test } from 'vitest';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { showName } from './caret-labels';
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
  // Each call is a redraw of its own.
  return { doc, says, writes, namedFor: async (now: number) => moves.namedFor('noah', now) };
}

test('CO-O87 whoever has only opened the page is not named at their caret, before they move or write', async () => {
  const { says, writes, namedFor } = heard();
  expect(await namedFor(0)).toBe(0);
  says({ head: 1 });
  expect(await namedFor(1_000)).toBe(0);
  says({ head: 2 });
  expect(await namedFor(2_000)).toBe(4_000);
  expect(await namedFor(5_000)).toBe(1_000);
  expect(await namedFor(9_000)).toBe(0);
  writes();
  expect(await namedFor(10_000)).toBe(4_000);
});

test('CO-O88 nobody is named anew for what others write, for what is said again, or for coming back to where they were', async () => {
  const { doc, says, namedFor } = heard();
  says({ head: 1 });
  await namedFor(0);
  says({ head: 2 });
  await namedFor(1_000);
  doc.getText().insert(0, 'of another');
  says({ head: 2 });
  expect(await namedFor(6_000)).toBe(0);
  says(null);
  expect(await namedFor(7_000)).toBe(0);
  says({ head: 2 });
  expect(await namedFor(8_000)).toBe(0);
  says({ head: 3 });
  expect(await namedFor(9_000)).toBe(4_000);
});

/** A caret as far as it is named: unit tests have no page. */
function caretOf(person: string) {
  const style = new Map<string, string>();
  const setProperty = (name: string, value: string) => style.set(name, value);
  const caret = { dataset: { person }, style: { setProperty }, toggleAttribute: () => true };
  return { style, caret: caret as unknown as HTMLElement };
}

test('CO-O89 for one redraw of all carets everybody is looked at once, not once for each caret', () => {
  const PEOPLE = 200;
  let looks = 0;
  const states = new Map<number, object>();
  for (let no = 0; no < PEOPLE; no += 1) {
    const user = { id: `p${no}`, name: `P ${no}`, color: '#0062b2' };
    states.set(no, {
      get user() {
        looks += 1;
        return user;
      },
      cursor: null,
    });
  }
  const moves = new CaretMoves({ doc: new Y.Doc(), getStates: () => states } as unknown as Awareness);
  for (let no = 0; no < PEOPLE; no += 1) showName(caretOf(`p${no}`).caret, moves);
  expect(looks).toBeLessThanOrEqual(2 * PEOPLE);
});

test('CO-O90 a caret that stands in the page takes another colour of its owner', async () => {
  const states = new Map([[1, { user: NOAH, cursor: null }]]);
  const moves = new CaretMoves({ doc: new Y.Doc(), getStates: () => states } as unknown as Awareness);
  const { caret, style } = caretOf('noah');
  showName(caret, moves);
  expect(style.get('--caret-color')).toBe('#0062b2');
  states.set(1, { user: { ...NOAH, color: '#a32d66' }, cursor: null });
  await Promise.resolve();
  showName(caret, moves);
  expect(style.get('--caret-color')).toBe('#a32d66');
});
