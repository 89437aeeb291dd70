import type { Command } from '@tiptap/pm/state';
import { CellSelection, mergeCells } from '@tiptap/pm/tables';
import { expect, test } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import { undoCaretPlugin } from '../undo-caret';
import { around, begin, line, syncBegun, Writer } from '../writer.testing';
import { type LineKind, moveLine } from './moved-lines';

const SIZE = 3;

/** The first row is the header; cells with the same words differ by nothing. */
const tableOf = (words: readonly string[]) => ({
  type: 'table',
  content: [0, 1, 2].map((row) => ({
    type: 'tableRow',
    content: words.slice(row * SIZE, (row + 1) * SIZE).map((text) => ({
      type: row === 0 ? 'tableHeader' : 'tableCell',
      content: [line(text)],
    })),
  })),
});

async function writerAt(words: readonly string[]): Promise<Writer> {
  const writer = new Writer(begin([line('above'), tableOf(words), line('below')]), 1, () => [undoCaretPlugin()]);
  await syncBegun();
  return writer;
}

/** In front of which places the cells are. */
function cellsOf({ state }: Writer): number[] {
  const cells: number[] = [];
  state.doc.descendants(({ type }, place) => void (/tableCell|tableHeader/.test(type.name) && cells.push(place)));
  return cells;
}

/** In which row and column one is, and where among its words. */
function whereIs(writer: Writer): { row: number; column: number; words: [string, string] } {
  const { $head } = writer.state.selection;
  const cell = cellsOf(writer).findLastIndex((place) => place < $head.pos);
  const isInTable = $head.node(1).type.name === 'table';
  expect(isInTable).toBe(true);
  return { row: Math.floor(cell / SIZE), column: cell % SIZE, words: around(writer) };
}

const does = (writer: Writer, command: Command) => {
  writer.steps.beginStep();
  const isDone = writer.does(command);
  writer.steps.beginStep();
  return isDone;
};

const HEADER = ['Fruit', 'Price', 'Stock'];
const wordsOf = (count: number) =>
  fc.array(fc.constantFrom('', '', 'one', 'two', 'one two'), { minLength: count, maxLength: count });
const MOVE = fc.record({
  kind: fc.constantFrom<LineKind>('row', 'column'),
  step: fc.constantFrom<1 | -1>(1, -1),
  own: fc.nat(SIZE ** 2 - 1),
  by: fc.nat(),
});

/** Somebody with the caret in one of the cells, somewhere among its words. */
async function writerIn(words: readonly string[], own: number, by: number): Promise<Writer> {
  const writer = await writerAt(words);
  writer.goTo((cellsOf(writer)[own] as number) + 2 + (by % ((words[own] as string).length + 1)));
  return writer;
}

test('ED-T224 the caret goes with the row or column that one moves, as far as it goes, also among cells that are the same', async () => {
  const property = fc.asyncProperty(wordsOf(SIZE ** 2), MOVE, async (words, { kind, step, own, by }) => {
    const writer = await writerIn(words, own, by);
    const start = whereIs(writer);
    for (let place = start[kind] + step; place >= 0 && place < SIZE; place += step) {
      expect(does(writer, moveLine(kind, step))).toBe(true);
      expect(whereIs(writer)).toEqual({ ...start, [kind]: place });
    }
    expect(does(writer, moveLine(kind, step))).toBe(false);
  });
  await fc.assert(property, { numRuns: 100 });
});

test('ED-T225 when a move of a row or column is taken back, and brought again, the caret is where it was in its cell', async () => {
  // Without a header of its own a table may look the same when a row is moved as when a column is.
  const words = wordsOf(SIZE ** 2 - SIZE).map((some) => [...HEADER, ...some]);
  const property = fc.asyncProperty(words, MOVE, async (words, { kind, step, own, by }) => {
    const writer = await writerIn(words, own, by);
    const [start, before] = [whereIs(writer), writer.state.doc];
    fc.pre(does(writer, moveLine(kind, step)) && !writer.state.doc.eq(before));
    const [moved, after] = [whereIs(writer), writer.state.doc];
    for (const _again of [1, 2]) {
      writer.steps.undo();
      expect(writer.state.doc.toJSON()).toEqual(before.toJSON());
      expect(whereIs(writer)).toEqual(start);
      writer.steps.redo();
      expect(writer.state.doc.toJSON()).toEqual(after.toJSON());
      expect(whereIs(writer)).toEqual(moved);
    }
  });
  await fc.assert(property, { numRuns: 100 });
});

const LETTERS = [...'abcdefghi'];

/** Chooses cells, from one to another. */
const choose =
  (writer: Writer, from: number, to: number): Command =>
  (state, dispatch) => {
    const cells = cellsOf(writer);
    dispatch?.(state.tr.setSelection(CellSelection.create(state.doc, cells[from] as number, cells[to] as number)));
    return true;
  };

const chosenIn = ({ state: { selection } }: Writer): string[] => {
  const words: string[] = [];
  if (selection instanceof CellSelection) selection.forEachCell(({ textContent }) => void words.push(textContent));
  return words;
};

test.each<[LineKind, 1 | -1, number, number, string[]]>([
  ['row', 1, 3, 4, ['d', 'e']],
  ['row', -1, 5, 3, ['d', 'e', 'f']],
  ['column', 1, 1, 4, ['b', 'e']],
  ['column', -1, 7, 1, ['b', 'e', 'h']],
])(
  'ED-T224, ED-T225 cells that are chosen stay chosen where their %s is moved by %i, and moved back',
  async (...given) => {
    const [kind, step, from, to, chosen] = given;
    const writer = await writerAt(LETTERS);
    writer.does(choose(writer, from, to));
    expect(does(writer, moveLine(kind, step))).toBe(true);
    expect(chosenIn(writer)).toEqual(chosen);
    writer.steps.undo();
    expect(chosenIn(writer)).toEqual(chosen);
    writer.steps.redo();
    expect(chosenIn(writer)).toEqual(chosen);
  },
);

test('ED-T224 the caret goes with a row that passes several at once, since a cell holds them together', async () => {
  const writer = await writerAt(LETTERS);
  writer.does(choose(writer, 3, 6));
  writer.does(mergeCells);
  // The cell of both is in the place of the first.
  writer.goTo((cellsOf(writer)[1] as number) + 3);
  expect(around(writer)).toEqual(['b', '']);
  expect(does(writer, moveLine('row', 1))).toBe(true);
  expect(around(writer)).toEqual(['b', '']);
  expect(writer.state.selection.$head.index(1)).toBe(2);
  writer.steps.undo();
  expect(around(writer)).toEqual(['b', '']);
  expect(writer.state.selection.$head.index(1)).toBe(0);
});
