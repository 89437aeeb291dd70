import { TextSelection } from '@tiptap/pm/state';
import {
  addColumnBefore,
  addRowBefore,
  CellSelection,
  deleteColumn,
  deleteRow,
  mergeCells,
  tableEditingKey,
} from '@tiptap/pm/tables';
import { beforeEach, expect, test } from 'vitest';
import { begin, line, linesOf, moveBlock, placesOf, syncBegun, Writer } from '../writer.testing';

const cell = (text: string) => ({ type: 'tableCell', content: [line(text)] });
const row = (...texts: string[]) => ({ type: 'tableRow', content: texts.map(cell) });
const TABLE = { type: 'table', content: [row('a1', 'b1', 'c1'), row('a2', 'b2', 'c2'), row('a3', 'b3', 'c3')] };

let ana: Writer;
let noah: Writer;

beforeEach(async () => {
  const begun = begin([line('above'), TABLE, line('below')]);
  [ana, noah] = [new Writer(begun, 1), new Writer(begun, 2)];
  await syncBegun();
});

const placeIn = (who: Writer, words: string): number => placesOf(who)[linesOf(who).indexOf(words)] as number;

/** Ana chooses the cells from one to another. */
function choose(from: string, to: string, isDragging = false): void {
  ana.does(({ doc, tr }, dispatch) => {
    const [anchor, head] = [placeIn(ana, from) - 2, placeIn(ana, to) - 2];
    if (isDragging) tr.setMeta(tableEditingKey, anchor);
    dispatch?.(tr.setSelection(CellSelection.create(doc, anchor, head)));
    return true;
  });
}

/** The words of the cells that Ana has chosen, that from which she chose them first and that at the other end last; null where there are none. */
function chosen(): string[] | null {
  const { selection, doc } = ana.state;
  if (!(selection instanceof CellSelection)) return null;
  const [first, last] = [selection.$anchorCell, selection.$headCell].map(({ pos }) => doc.nodeAt(pos)?.textContent);
  const words: string[] = [];
  selection.forEachCell(({ textContent }) => void words.push(textContent));
  return [first as string, ...words.filter((one) => one !== first && one !== last), last as string];
}

function noahTypes(words: string, behind: string): void {
  noah.goTo(placeIn(noah, behind) + behind.length);
  noah.type(words);
}

const hearNoah = () => ana.hear(noah.said.splice(0));

const OTHERS: Record<string, () => void> = {
  'types outside the table': () => noahTypes(' hi', 'below'),
  'types above the table': () => noahTypes(' hi', 'above'),
  'types in a cell beside': () => noahTypes(' hi', 'b2'),
  'adds a row above': () => {
    noah.goTo(placeIn(noah, 'a1'));
    noah.does(addRowBefore);
  },
  'adds a column before': () => {
    noah.goTo(placeIn(noah, 'a1'));
    noah.does(addColumnBefore);
  },
  'takes the row above away': () => {
    noah.goTo(placeIn(noah, 'a1'));
    noah.does(deleteRow);
  },
  'moves a block behind the table': () => {
    noah.goTo(placeIn(noah, 'above'));
    noah.does(moveBlock(false));
  },
};

const CHOSEN = [
  ['c2', 'c3'],
  ['c3', 'c2'],
  ['a3', 'b3', 'c3'],
] as const;
const CASES = Object.keys(OTHERS).flatMap((act) => CHOSEN.map((cells) => [act, cells] as const));

test.each(CASES)('ED-T260 the cells that are chosen stay so while a colleague %s: %j', (act, cells) => {
  choose(cells[0], cells.at(-1) as string);
  OTHERS[act]?.();
  hearNoah();
  expect(linesOf(ana)).toEqual(linesOf(noah));
  expect(chosen()).toEqual(cells);
});

test('ED-T260 the cells that are chosen stay so while a colleague types in one of them, letter by letter, and can be emptied or merged', () => {
  choose('b2', 'c3');
  for (const letter of 'new') {
    noahTypes(letter, linesOf(noah).find((one) => one.startsWith('c3')) as string);
    hearNoah();
  }
  expect(chosen()).toEqual(['b2', 'c2', 'b3', 'c3new']);
  expect(ana.does(mergeCells)).toBe(true);
  expect(chosen()).toEqual(['b2c2b3c3new', 'b2c2b3c3new']);
});

test('ED-T261 where a colleague takes one of the two cells away between which cells are chosen, the caret stays and no other cells are chosen', () => {
  choose('b1', 'b3');
  noah.goTo(placeIn(noah, 'b3'));
  noah.does(deleteRow);
  hearNoah();
  expect(ana.state.selection).toBeInstanceOf(TextSelection);
  choose('a1', 'b1');
  noah.goTo(placeIn(noah, 'b1'));
  noah.does(deleteColumn);
  hearNoah();
  expect(ana.state.selection).toBeInstanceOf(TextSelection);
});

test('ED-T262 cells go on being chosen from where the mouse was pressed while a colleague writes', () => {
  choose('b1', 'b2', true);
  noahTypes('more', 'above');
  hearNoah();
  expect(chosen()).toEqual(['b1', 'b2']);
  expect(tableEditingKey.getState(ana.state)).toBe(placeIn(ana, 'b1') - 2);
  choose('b1', 'b2');
  ana.does(({ tr }, dispatch) => {
    dispatch?.(tr.setMeta(tableEditingKey, -1));
    return true;
  });
  noahTypes('!', 'below');
  hearNoah();
  expect(tableEditingKey.getState(ana.state)).toBeNull();
});

test('ED-T263 a step of one’s own that is taken back puts the caret where it was made, whatever cells are chosen', () => {
  ana.goTo(placeIn(ana, 'below') + 5);
  ana.type('!');
  choose('c1', 'c3');
  ana.steps.undo();
  expect(linesOf(ana).at(-1)).toBe('below');
  expect(chosen()).toBeNull();
});
